using Atelier.Core.States;
using Atelier.Data.Events;
using Atelier.Data.Generations;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Events;

public sealed class EventTests : StoreTests
{
    [Fact]
    public async Task EndAsync_ManyInParallel_NumbersEventsWithoutGapsInCommitOrder()
    {
        var accounts = new List<Guid>();
        for (var index = 0; index < 3; index++)
        {
            accounts.Add(await House.AddAccountAsync(20, cancellationToken: Cancel));
            await AcceptAllAsync(Enumerable.Range(0, 20).Select(_ => Orders.For(accounts[index])));
        }

        var claims = await Claims.ClaimAsync(Wish(Open), Cancel);
        var nodes = new[] { AddNode(), AddNode() };
        using var done = new CancellationTokenSource();
        var watching = WatchForGapsAsync(done.Token);

        await Together.RunAsync(
            60,
            async index =>
            {
                var node = nodes[index % 2];
                await new WorkStore(node).ReachAsync(claims[index], Milestone.Started, Cancel);
                await new WorkStore(node).ReachAsync(claims[index], Milestone.PostProcessing, Cancel);
                return await EndsOn(node)
                    .EndAsync(claims[index], index % 3 == 0 ? Orders.Failed() : Orders.Delivered(), Cancel);
            }
        );
        await done.CancelAsync();

        Assert.True(await watching > 0);
        foreach (var account in accounts)
        {
            var numbers = await House.ScalarAsync<long[]>(
                "SELECT array_agg(seq ORDER BY seq) FROM events WHERE account_id = @account",
                new { account }
            );
            Assert.Equal(Enumerable.Range(1, 80).Select(seq => (long)seq), numbers);
        }

        await AssertBalancedAsync();
    }

    [Fact]
    public async Task AfterAsync_AnyPoint_GivesWhatIsBehindItInOrder()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        await AcceptAllAsync([Orders.For(account)]);
        var events = new EventStore(House.Data);
        await Works.ReachAsync(claim, Milestone.Started, Cancel);
        Assert.False(await events.HasEndedAsync(claim.GenerationId, Cancel));
        await Ends.EndAsync(claim, Orders.Failed(), Cancel);

        var all = await events.AfterAsync(account, claim.GenerationId, 0, Cancel);
        var rest = await events.AfterAsync(account, claim.GenerationId, 3, Cancel);

        Assert.Equal(
            [(1, "queued", 0, null), (3, "generating", 20, null), (4, "failed", 20, "GENERATION_FAILED")],
            all.Select(row => (row.Seq, row.State, row.Progress, row.ErrorCode))
        );
        Assert.Equal([all[2]], rest);
        Assert.True(await events.HasEndedAsync(claim.GenerationId, Cancel));
        Assert.Empty(await events.AfterAsync(Guid.CreateVersion7(), claim.GenerationId, 0, Cancel));
    }

    [Fact]
    public async Task ReachAsync_ManyOfOneAccountAtOnce_EachGetsItsOwnNumber()
    {
        var account = await House.AddAccountAsync(30, cancellationToken: Cancel);
        await AcceptAllAsync(Enumerable.Range(0, 30).Select(_ => Orders.For(account)));
        var claims = await Claims.ClaimAsync(Wish(Open), Cancel);
        var nodes = new[] { new WorkStore(AddNode()), new WorkStore(AddNode()) };

        var reached = await Together.RunAsync(
            30,
            index => nodes[index % 2].ReachAsync(claims[index], Milestone.Started, Cancel)
        );

        Assert.All(reached, cancel => Assert.False(cancel));
        Assert.Equal(60L, await House.ScalarAsync<long>("SELECT event_seq FROM accounts"));
        Assert.Equal(60L, await House.ScalarAsync<long>("SELECT count(DISTINCT seq) FROM events"));
    }

    // Whoever sees number n must see 1 to n - 1: otherwise a reader that remembers n has lost one.
    private async Task<int> WatchForGapsAsync(CancellationToken done)
    {
        var looks = 0;
        while (!done.IsCancellationRequested)
        {
            var gaps = await House.ScalarAsync<long>(
                """
                SELECT count(*) FROM (
                  SELECT 1 FROM events GROUP BY account_id HAVING count(*) <> max(seq) OR min(seq) <> 1) broken
                """
            );
            Assert.Equal(0, gaps);
            looks++;
        }

        return looks;
    }
}
