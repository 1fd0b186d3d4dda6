using Atelier.Data.Accepting;
using Atelier.Data.Accounts;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Accounts;

public class TierTests : StoreTests
{
    private static readonly TierRow[] Shipped =
    [
        new("free", 5, 3, 150),
        new("paid", 100, 10, 3_000),
        new("premium", null, null, 10_000),
    ];

    private TierStore Tiers => new(House.Data);

    [Fact]
    public async Task SaveAsync_TwiceAndChanged_KeepsTheLast()
    {
        await Tiers.SaveAsync(Shipped, Cancel);
        await Tiers.SaveAsync([new("free", 7, 2, 1)], Cancel);

        Assert.Equal([new("free", 7, 2, 1), Shipped[1], Shipped[2]], await Tiers.ListAsync(Cancel));
    }

    [Theory]
    [InlineData("free", 5)]
    [InlineData("paid", 100)]
    [InlineData("premium", 120)]
    [Trait("Requirement", "B-51")]
    public async Task AcceptAsync_OfATier_TakesItsPicturesADay(string tier, int taken)
    {
        await Tiers.SaveAsync(Shipped, Cancel);
        var account = await House.AddAccountAsync(1000, tier, cancellationToken: Cancel);
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };

        var outcomes = await Together.RunAsync(120, index => nodes[index % 2].AcceptAsync(Orders.For(account), Cancel));

        Assert.Equal(taken, outcomes.Count(outcome => outcome is AcceptOutcome.Accepted));
        Assert.Equal(taken, await House.ScalarAsync<int>("SELECT pictures FROM daily_usage"));
    }

    [Theory]
    [InlineData("free", 3)]
    [InlineData("paid", 10)]
    [InlineData("premium", 100)]
    [Trait("Requirement", "C-77")]
    public async Task AcceptAsync_HundredOfATierAtOnce_RunAsManyAsItMayAndPromoteTheRest(string tier, int running)
    {
        await Tiers.SaveAsync(Shipped, Cancel);
        var account = await House.AddAccountAsync(1000, tier, cancellationToken: Cancel);
        await House.ExecuteAsync("UPDATE accounts SET daily_limit = -1");
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };
        await Together.RunAsync(100, index => nodes[index % 2].AcceptAsync(Orders.For(account), Cancel));
        Assert.Equal((running, 100 - running), await CountAsync());

        var ends = new[] { EndsOn(AddNode()), EndsOn(AddNode()) };
        for (var left = 100; left > 0; )
        {
            var claims = await Claims.ClaimAsync(Wish(Open), Cancel);
            Assert.Equal(Math.Min(running, left), claims.Count);
            await Together.RunAsync(
                claims.Count,
                index => ends[index % 2].EndAsync(claims[index], Orders.Delivered(), Cancel)
            );
            left -= claims.Count;
            Assert.Equal((Math.Min(running, left), Math.Max(0, left - running)), await CountAsync());
        }
    }

    [Theory]
    [InlineData("free", -1, 9)]
    [InlineData("free", 2, 2)]
    [InlineData("premium", 4, 4)]
    [InlineData("free", null, 5)]
    public async Task AcceptAsync_AccountSaysOtherwise_ItHolds(string tier, int? own, int taken)
    {
        await Tiers.SaveAsync(Shipped, Cancel);
        var account = await House.AddAccountAsync(100, tier, cancellationToken: Cancel);
        await House.ExecuteAsync("UPDATE accounts SET daily_limit = @own", new { own });

        var accepted = 0;
        while (accepted < 9 && await Accepts.AcceptAsync(Orders.For(account), Cancel) is AcceptOutcome.Accepted)
        {
            accepted++;
        }

        Assert.Equal(taken, accepted);
    }

    [Theory]
    [InlineData(-1, 6, 0)]
    [InlineData(1, 1, 5)]
    public async Task AcceptAsync_AccountSaysHowManyRun_ItHolds(int own, int ready, int held)
    {
        await Tiers.SaveAsync(Shipped, Cancel);
        var account = await House.AddAccountAsync(100, "paid", maxActive: own, Cancel);

        await AcceptAllAsync(Enumerable.Range(0, 6).Select(_ => Orders.For(account)));

        Assert.Equal((ready, held), await CountAsync());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task AcceptAsync_TierNobodyKnowsOrOwner_IsFreeOrPremium(bool owner, bool limited)
    {
        await Tiers.SaveAsync([Shipped[0], Shipped[2]], Cancel);
        var account = await House.AddAccountAsync(100, "paid", cancellationToken: Cancel);
        await House.ExecuteAsync("UPDATE accounts SET owner = @owner", new { owner });

        var outcome = await Accepts.AcceptAsync(Orders.For(account, count: 6), Cancel);

        Assert.Equal(limited, outcome is AcceptOutcome.OverQuota { Limit: 5 });
    }

    [Fact]
    public async Task PromoteAsync_TierIsRaised_PromotesWhatHasRoomNow()
    {
        await Tiers.SaveAsync(Shipped, Cancel);
        var account = await House.AddAccountAsync(100, "free", cancellationToken: Cancel);
        await AcceptAllAsync(Enumerable.Range(0, 5).Select(_ => Orders.For(account)));
        Assert.Equal((3, 2), await CountAsync());
        Assert.Empty(await new HeldStore(House.Data).PromoteAsync(Cancel));

        await House.ExecuteAsync("UPDATE accounts SET tier = 'paid'");

        Assert.Equal(2, (await new HeldStore(House.Data).PromoteAsync(Cancel)).Count);
        Assert.Equal((5, 0), await CountAsync());
    }

    private async Task<(int Active, int Held)> CountAsync() =>
        (
            await House.ScalarAsync<int>("SELECT count(*)::int FROM queue WHERE state IN ('ready', 'running')"),
            await House.ScalarAsync<int>("SELECT count(*)::int FROM queue WHERE state = 'held'")
        );
}
