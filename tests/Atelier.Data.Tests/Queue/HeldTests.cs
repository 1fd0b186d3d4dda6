using Atelier.Data.Generations;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Queue;

public class HeldTests : StoreTests
{
    private const string ActiveSql =
        "SELECT count(*) FROM queue WHERE account_id = @account AND state IN ('ready', 'running')";

    private const string HeldSql = "SELECT count(*) FROM queue WHERE account_id = @account AND state = 'held'";

    [Fact]
    public async Task AcceptAsync_FiftyAtOnceWithThreeAllowed_HoldsTheRestAndPromotesOneByOne()
    {
        var account = await House.AddAccountAsync(50, maxActive: 3, Cancel);
        var nodes = new[] { AddNode(), AddNode() };

        await Together.RunAsync(50, index => AcceptsOn(nodes[index % 2]).AcceptAsync(Orders.For(account), Cancel));

        Assert.Equal((3L, 47L), await CountAsync(account));
        for (var ended = 1; ended <= 50; ended++)
        {
            var claim = Assert.Single(await Claims.ClaimAsync(Wish(Open, most: 1), Cancel));
            Assert.NotNull(await Ends.EndAsync(claim, Orders.Delivered(), Cancel));
            var left = 50 - ended;
            Assert.Equal((Math.Min(3, left), Math.Max(0, left - 3)), await CountAsync(account));
        }

        await AssertBalancedAsync();
    }

    [Fact]
    public async Task EndAsync_ThreeAtOnceAgainAndAgain_KeepsExactlyThreeActive()
    {
        var account = await House.AddAccountAsync(30, maxActive: 3, Cancel);
        await AcceptAllAsync(Enumerable.Range(0, 30).Select(_ => Orders.For(account)));
        var nodes = new[] { EndsOn(AddNode()), EndsOn(AddNode()) };
        for (var left = 27; left >= 0; left -= 3)
        {
            var claims = await Claims.ClaimAsync(Wish(Open), Cancel);
            Assert.Equal(3, claims.Count);

            await Together.RunAsync(3, index => nodes[index % 2].EndAsync(claims[index], Orders.Delivered(), Cancel));

            Assert.Equal((Math.Min(3, left), Math.Max(0, left - 3)), await CountAsync(account));
        }
    }

    [Fact]
    public async Task CancelAsync_ReadyOne_PromotesAHeldOne()
    {
        var account = await House.AddAccountAsync(10, maxActive: 1, Cancel);
        var (ready, held) = (Orders.For(account), Orders.For(account));
        await AcceptAllAsync([ready, held]);
        Assert.Equal("held", await QueueStateAsync(held.GenerationId));

        await Ends.CancelAsync(ready.GenerationId, account, Cancel);

        Assert.Equal("ready", await QueueStateAsync(held.GenerationId));
        Assert.Equal(held.GenerationId, Assert.Single(await Claims.ClaimAsync(Wish(Open), Cancel)).GenerationId);
    }

    [Fact]
    public async Task CancelAsync_HeldOne_IsCanceledAndPromotesNothing()
    {
        var account = await House.AddAccountAsync(10, maxActive: 1, Cancel);
        var orders = Enumerable.Range(0, 3).Select(_ => Orders.For(account)).ToList();
        await AcceptAllAsync(orders);

        var outcome = await Ends.CancelAsync(orders[1].GenerationId, account, Cancel);

        Assert.Equal(CancelOutcome.Canceled, outcome);
        Assert.Equal((1L, 1L), await CountAsync(account));
        Assert.Equal("held", await QueueStateAsync(orders[2].GenerationId));
        Assert.Equal(8000, await BalanceAsync(account));
    }

    [Fact]
    public async Task EndAsync_HeldOfSeveralClasses_PromotesTheMostUrgentThenTheOldest()
    {
        var account = await House.AddAccountAsync(10, maxActive: 1, Cancel);
        var running = await AcceptAndClaimAsync(account);
        // Ids of one millisecond have no order, so these are a minute apart each.
        var start = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        int[] classes = [Orders.Prefetch, Orders.Background, Orders.Interactive, Orders.Interactive, Orders.Background];
        var orders = classes
            .Select(
                (jobClass, index) =>
                    Orders.For(account, jobClass: jobClass) with
                    {
                        GenerationId = Guid.CreateVersion7(start.AddMinutes(index)),
                    }
            )
            .ToList();
        await AcceptAllAsync(orders);

        var started = new List<Guid>();
        while (started.Count < orders.Count)
        {
            await Ends.EndAsync(running, Orders.Delivered(), Cancel);
            running = Assert.Single(await Claims.ClaimAsync(Wish(Open), Cancel));
            started.Add(running.GenerationId);
        }

        Assert.Equal([2, 3, 1, 4, 0], started.Select(id => orders.FindIndex(order => order.GenerationId == id)));
    }

    [Fact]
    public async Task EndAsync_Promotion_KeysTheHeldOneBehindVirtualTime()
    {
        var account = await House.AddAccountAsync(10, maxActive: 1, Cancel);
        var running = await AcceptAndClaimAsync(account);
        var held = Orders.For(account, jobClass: Orders.Background);
        await AcceptAllAsync([held]);
        await House.ExecuteAsync("UPDATE lanes SET vtime = 1000 WHERE id = 'open'");

        await Ends.EndAsync(running, Orders.Delivered(), Cancel);

        Assert.Equal(1004, await House.ScalarAsync<long>("SELECT sort_key FROM queue WHERE state = 'ready'"));
    }

    [Fact]
    public async Task AcceptAsync_OtherAccountAtItsLimit_IsNotHeld()
    {
        var full = await House.AddAccountAsync(10, maxActive: 1, Cancel);
        var free = await House.AddAccountAsync(10, maxActive: 1, Cancel);
        var order = Orders.For(free);
        await AcceptAllAsync([Orders.For(full), Orders.For(full), order]);

        Assert.Equal("ready", await QueueStateAsync(order.GenerationId));
    }

    private async Task<(long Active, long Held)> CountAsync(Guid account) =>
        (
            await House.ScalarAsync<long>(ActiveSql, new { account }),
            await House.ScalarAsync<long>(HeldSql, new { account })
        );
}
