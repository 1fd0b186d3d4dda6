using Atelier.Core.States;
using Atelier.Data.Costs;
using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Attempts;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Usage;

/// <summary>The row of an account and day: pictures, what they cost the operator, what the caller paid.</summary>
public class UsageTests : PaidStoreTests
{
    [Fact]
    [Trait("Requirement", "B-13")]
    public async Task EndAsync_HundredAtOnceOnTwoNodes_AddUpInOneRow()
    {
        var account = await House.AddAccountAsync(1000, cancellationToken: Cancel);
        await House.ExecuteAsync("UPDATE lanes SET capacity = 1000 WHERE id = 'paid'");
        var accepts = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };
        await Together.RunAsync(100, index => accepts[index % 2].AcceptAsync(PaidOrder(account, count: 2), Cancel));
        Assert.Equal("200 0 0", await RowAsync());
        var claims = await Claims.ClaimAsync(Wish(Paid), Cancel);
        var ends = new[] { EndsOn(AddNode()), EndsOn(AddNode()) };

        // Every other one brings one picture of two and costs as much.
        await Together.RunAsync(
            100,
            index => ends[index % 2].EndAsync(claims[index], Ending(claims[index], delivered: 2 - (index % 2)), Cancel)
        );

        Assert.Equal("150 7000 150000", await RowAsync());
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task EndAsync_AfterMidnight_MoneyIsOfTheDayOfTheEnd()
    {
        var account = await House.AddAccountAsync(1000, cancellationToken: Cancel);
        var claim = await ClaimPaidAsync(PaidOrder(account));
        await House.MoveClockAsync(TimeSpan.FromDays(1));

        await Ends.EndAsync(claim, Ending(claim, delivered: 1), Cancel);

        Assert.Equal("1 0 0,0 70 1000", await RowAsync());
    }

    [Fact]
    public async Task EndAsync_NothingCameAndNothingWasBilled_LeavesNothing()
    {
        var account = await House.AddAccountAsync(1000, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account, count: 3);

        await Ends.EndAsync(claim, Orders.Failed(), Cancel);

        Assert.Equal("0 0 0", await RowAsync());
    }

    private static Ending Ending(Claim claim, int delivered) =>
        Orders.Delivered(delivered, 2) with
        {
            Paid = true,
            Attempts = [Change(claim, AttemptState.Succeeded, new Booking.Cost(70, false))],
        };

    private Task<string?> RowAsync() =>
        House.ScalarAsync<string>(
            "SELECT string_agg(concat_ws(' ', pictures, cost, credits), ',' ORDER BY day) FROM daily_usage"
        );
}
