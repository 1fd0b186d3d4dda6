using Atelier.Data.Accepting;
using Atelier.Data.Accounts;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Usage;

/// <summary>Guests, whose pictures are counted by the address they come from too.</summary>
public class VisitorTests : StoreTests
{
    private static readonly byte[] Here = [1, 2, 3];
    private static readonly byte[] There = [4, 5, 6];

    [Fact]
    [Trait("Requirement", "B-13")]
    [Trait("Requirement", "B-51")]
    public async Task AcceptAsync_HundredOfTwentyGuestsAtOneAddress_TakeTheLimitOnce()
    {
        var guests = await GuestsAsync(20);
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };

        var outcomes = await Together.RunAsync(
            100,
            index => nodes[index % 2].AcceptAsync(Order(guests[index % 20], Here), Cancel)
        );

        Assert.Equal(5, outcomes.Count(outcome => outcome is AcceptOutcome.Accepted));
        Assert.Equal(95, outcomes.Count(outcome => outcome is AcceptOutcome.OverQuota { Limit: 5 }));
        Assert.Equal(5, await UsedAsync(Here));
        // All of it comes back.
        var claims = await Claims.ClaimAsync(Wish(Open), Cancel);
        var ends = new[] { EndsOn(AddNode()), EndsOn(AddNode()) };
        await Together.RunAsync(5, index => ends[index % 2].EndAsync(claims[index], Orders.Failed(), Cancel));
        Assert.Equal(0, await UsedAsync(Here));
        await AcceptAllAsync([Order(guests[0], Here)]);
    }

    [Fact]
    public async Task AcceptAsync_OtherAddressOrNoGuest_HasItsOwnCount()
    {
        var guests = await GuestsAsync(3);
        await AcceptAllAsync([Order(guests[0], Here) with { Count = 5 }]);

        Assert.IsType<AcceptOutcome.OverQuota>(await Accepts.AcceptAsync(Order(guests[1], Here), Cancel));
        await AcceptAllAsync([Order(guests[1], There), Orders.For(guests[2])]);

        Assert.Equal((5, 1), (await UsedAsync(Here), await UsedAsync(There)));
    }

    [Fact]
    public async Task EndAsync_SomeCame_CountsThemAndWhatTheyCost()
    {
        var guest = (await GuestsAsync(1))[0];
        await AcceptAllAsync([Order(guest, Here) with { Count = 3 }]);
        var claim = Assert.Single(await Claims.ClaimAsync(Wish(Open), Cancel));

        await Ends.EndAsync(claim, Orders.Delivered(2, 3), Cancel);

        Assert.Equal(2, await UsedAsync(Here));
        Assert.Equal(2000L, await House.ScalarAsync<long>("SELECT credits FROM visitor_usage"));
    }

    [Fact]
    public async Task CancelAsync_NothingWasSent_GivesAllBack()
    {
        var guest = (await GuestsAsync(1))[0];
        var order = Order(guest, Here) with { Count = 5 };
        await AcceptAllAsync([order]);

        await Ends.CancelAsync(order.GenerationId, guest, Cancel);

        Assert.Equal(0, await UsedAsync(Here));
    }

    [Fact]
    [Trait("Requirement", "B-13")]
    public async Task SweepAsync_AfterThreeDays_ForgetsTheAddress()
    {
        var guest = (await GuestsAsync(1))[0];
        var claim = await ClaimAsync(Order(guest, Here));
        await Ends.EndAsync(claim, Orders.Delivered(), Cancel);
        await House.MoveClockAsync(TimeSpan.FromDays(2));
        await new ExpiryStore(House.Data).SweepAsync(Cancel);
        Assert.Equal(1L, await KnownAsync());

        await House.MoveClockAsync(TimeSpan.FromDays(1) + TimeSpan.FromHours(1));
        await new ExpiryStore(House.Data).SweepAsync(Cancel);

        Assert.Equal(0L, await KnownAsync());
        Assert.Equal(1, await House.ScalarAsync<int>("SELECT sum(pictures)::int FROM daily_usage"));
    }

    private async Task<IReadOnlyList<Guid>> GuestsAsync(int count)
    {
        await new TierStore(House.Data).SaveAsync([new TierRow("free", 5, null, 150)], Cancel);
        var guests = new List<Guid>();
        for (var index = 0; index < count; index++)
        {
            guests.Add(await House.AddAccountAsync(10, "free", cancellationToken: Cancel));
        }

        return guests;
    }

    private async Task<Claim> ClaimAsync(AcceptOrder order)
    {
        await AcceptAllAsync([order]);
        return Assert.Single(await Claims.ClaimAsync(Wish(Open), Cancel));
    }

    private static AcceptOrder Order(Guid guest, byte[] visitor) => Orders.For(guest) with { Visitor = visitor };

    private Task<int> UsedAsync(byte[] visitor) =>
        House.ScalarAsync<int>("SELECT pictures FROM visitor_usage WHERE visitor = @visitor", new { visitor });

    private Task<long> KnownAsync() =>
        House.ScalarAsync<long>(
            "SELECT (SELECT count(*) FROM visitor_usage) * (SELECT count(*) FROM generations WHERE visitor IS NOT NULL)"
        );
}
