using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Queue;

public sealed class ClaimTests : StoreTests
{
    [Fact]
    public async Task ClaimAsync_SeveralWaiting_FirstComeFirst()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var orders = Enumerable.Range(0, 5).Select(_ => Orders.For(account)).ToList();
        await AcceptAllAsync(orders);

        var first = await Claims.ClaimAsync(Wish(Open, most: 2), Cancel);
        var rest = await Claims.ClaimAsync(Wish(Open), Cancel);

        Assert.Equal(2, first.Count);
        Assert.Equal(
            orders.Select(order => order.GenerationId),
            first.Concat(rest).Select(claim => claim.GenerationId)
        );
        Assert.All(first, claim => Assert.Equal((account, 1), (claim.AccountId, claim.Epoch)));
        Assert.Empty(await Claims.ClaimAsync(Wish(Open), Cancel));
    }

    [Fact]
    public async Task ClaimAsync_OtherLane_GivesNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await AcceptAllAsync([Orders.For(account)]);

        Assert.Empty(await Claims.ClaimAsync(Wish(Paid), Cancel));
        Assert.Empty(await Claims.ClaimAsync(Wish("no such lane"), Cancel));
        Assert.Single(await Claims.ClaimAsync(Wish(Open), Cancel));
    }

    [Fact]
    public async Task ClaimAsync_Claimed_NotesNodeAndLease()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await AcceptAllAsync([Orders.For(account)]);
        var wish = Wish(Open);

        await Claims.ClaimAsync(wish, Cancel);

        var held = await House.ScalarAsync<bool>(
            """
            SELECT state = 'running' AND node_id = @NodeId
              AND lease_until - atelier.now() BETWEEN interval '20 seconds' AND interval '30 seconds' FROM queue
            """,
            new { wish.NodeId }
        );
        Assert.True(held);
    }

    [Fact]
    public async Task ClaimAsync_TwoClaimers_NeverShareAGeneration()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var other = new ClaimStore(AddNode());
        for (var round = 0; round < 10; round++)
        {
            await Orders.FloodAsync(House, account, Open, 20);

            var claims = await Together.RunAsync(
                2,
                index => (index == 0 ? Claims : other).ClaimAsync(Wish(Open, most: 20), Cancel)
            );

            Assert.Distinct(claims.SelectMany(batch => batch).Select(claim => claim.GenerationId));
            var left = await Claims.ClaimAsync(Wish(Open), Cancel);
            Assert.Equal(20, claims.Sum(batch => batch.Count) + left.Count);
        }
    }

    [Theory]
    [InlineData(Open)]
    [InlineData("wide")]
    public async Task ClaimAsync_EightClaimersOnEachOfTwoNodes_NoneTwiceNoneMissed(string lane)
    {
        await new LaneStore(House.Data).SaveAsync([new Lane("wide", 1000, Paid: true)], Cancel);
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await Orders.FloodAsync(House, account, lane, 500);
        var nodes = new[] { new ClaimStore(AddNode()), new ClaimStore(AddNode()) };

        var claims = await Together.RunAsync(16, index => DrainAsync(nodes[index % 2], lane));

        var ids = claims.SelectMany(batch => batch).Select(claim => claim.GenerationId).ToList();
        Assert.Distinct(ids);
        Assert.Equal(500, ids.Count);
        Assert.Equal(500L, await House.ScalarAsync<long>("SELECT count(*) FROM queue WHERE epoch = 1"));
    }

    [Fact]
    public async Task ClaimAsync_AfterHandBack_RaisesTheEpoch()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);

        for (var epoch = 2; epoch <= 4; epoch++)
        {
            await Leases.HandBackFailedAsync(claim, TimeSpan.Zero, Cancel);
            claim = Assert.Single(await Claims.ClaimAsync(Wish(Open), Cancel));

            Assert.Equal(epoch, claim.Epoch);
        }
    }

    [Fact]
    public async Task ClaimAsync_RunAtInTheFuture_WaitsForTheClock()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        await Leases.HandBackFailedAsync(claim, TimeSpan.FromMinutes(10), Cancel);

        Assert.Empty(await Claims.ClaimAsync(Wish(Open), Cancel));
        await House.MoveClockAsync(TimeSpan.FromMinutes(9));
        Assert.Empty(await Claims.ClaimAsync(Wish(Open), Cancel));
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));
        Assert.Single(await Claims.ClaimAsync(Wish(Open), Cancel));
    }

    [Theory]
    [InlineData(Open)]
    [InlineData(Paid)]
    public async Task ClaimAsync_PausedLane_GivesNothingUntilTheClockMoves(string lane)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await AcceptAllAsync([Orders.For(account, lane)]);
        await House.ExecuteAsync(
            "UPDATE lanes SET paused_until = atelier.now() + interval '1 minute' WHERE id = @lane",
            new { lane }
        );

        Assert.Empty(await Claims.ClaimAsync(Wish(lane), Cancel));
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));
        Assert.Single(await Claims.ClaimAsync(Wish(lane), Cancel));
    }

    [Fact]
    public async Task ClaimAsync_Taken_AdvancesVirtualTimeToTheLastKey()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await Orders.FloodAsync(House, account, Open, 10);

        await Claims.ClaimAsync(Wish(Open, most: 3), Cancel);
        var after = await VirtualTimeAsync();
        await Claims.ClaimAsync(Wish(Open), Cancel);
        var end = await VirtualTimeAsync();
        await Claims.ClaimAsync(Wish(Open), Cancel);

        Assert.Equal((3, 10, 10), (after, end, await VirtualTimeAsync()));
    }

    private Task<long> VirtualTimeAsync() => House.ScalarAsync<long>("SELECT vtime FROM lanes WHERE id = 'open'");

    private static async Task<List<Claim>> DrainAsync(ClaimStore node, string lane)
    {
        var all = new List<Claim>();
        IReadOnlyList<Claim> batch;
        do
        {
            batch = await node.ClaimAsync(Wish(lane, most: 7), Cancel);
            all.AddRange(batch);
        } while (batch.Count > 0);
        return all;
    }
}
