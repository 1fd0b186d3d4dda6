using Atelier.Core.States;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Queue;

public sealed class LeaseTests : StoreTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task ReleaseExpiredAsync_LeaseOver_IsReadyAgainWithTheNextEpoch()
    {
        var old = await ClaimedAsync();
        await House.MoveClockAsync(TimeSpan.FromSeconds(29));
        Assert.Empty(await Leases.ReleaseExpiredAsync(Cancel));
        await House.MoveClockAsync(TimeSpan.FromSeconds(2));

        Assert.Equal([Open], await Leases.ReleaseExpiredAsync(Cancel));

        Assert.Equal("ready", await QueueStateAsync(old.GenerationId));
        var claim = Assert.Single(await Claims.ClaimAsync(Wish(Open), Cancel));
        Assert.Equal(old with { Epoch = 2, Failures = 1 }, claim);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Zombie_AfterItsLease_WritesNothing(bool takenOver)
    {
        var old = await ClaimedAsync();
        await House.MoveClockAsync(TimeSpan.FromSeconds(31));
        await Leases.ReleaseExpiredAsync(Cancel);
        if (takenOver)
        {
            Assert.Single(await Claims.ClaimAsync(Wish(Open), Cancel));
        }

        var before = await TableContents.ReadAsync(House);

        Assert.Null(await Works.ReachAsync(old, Milestone.Generated, Cancel));
        Assert.Null(await Ends.EndAsync(old, Orders.Delivered(), Cancel));
        Assert.Null(await Ends.EndAsync(old, Orders.Failed(), Cancel));
        await Leases.RenewAsync([old], Lease, Cancel);
        await Leases.HandBackFailedAsync(old, TimeSpan.FromHours(1), Cancel);
        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task RenewAsync_OwnEpoch_KeepsTheLease()
    {
        var claim = await ClaimedAsync();
        for (var beat = 0; beat < 5; beat++)
        {
            await House.MoveClockAsync(TimeSpan.FromSeconds(20));
            await Leases.RenewAsync([claim], Lease, Cancel);
            Assert.Empty(await Leases.ReleaseExpiredAsync(Cancel));
        }

        await House.MoveClockAsync(TimeSpan.FromSeconds(31));
        Assert.Equal([Open], await Leases.ReleaseExpiredAsync(Cancel));
    }

    [Fact]
    public async Task RenewAsync_MixOfOwnAndLost_ExtendsOnlyTheOwn()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await AcceptAllAsync([Orders.For(account), Orders.For(account)]);
        var claims = await Claims.ClaimAsync(Wish(Open), Cancel);
        await House.MoveClockAsync(TimeSpan.FromSeconds(20));

        await Leases.RenewAsync([claims[0], claims[1] with { Epoch = 7 }], Lease, Cancel);
        await House.MoveClockAsync(TimeSpan.FromSeconds(20));
        await Leases.ReleaseExpiredAsync(Cancel);

        Assert.Equal("running", await QueueStateAsync(claims[0].GenerationId));
        Assert.Equal("ready", await QueueStateAsync(claims[1].GenerationId));
    }

    [Theory]
    [InlineData("intent", "unknown")]
    [InlineData("submitted", "submitted")]
    [InlineData("unknown", "unknown")]
    [InlineData("not_sent", "not_sent")]
    [InlineData("failed", "failed")]
    [InlineData("succeeded", "succeeded")]
    public async Task ReleaseExpiredAsync_Attempt_IsUnknownWhenItMayHaveBeenSent(string attempt, string expected)
    {
        var claim = await ClaimedAsync(Wish(Paid));
        await House.ExecuteAsync("UPDATE attempts SET state = @attempt", new { attempt });
        await House.MoveClockAsync(TimeSpan.FromHours(1));

        var lanes = await Leases.ReleaseExpiredAsync(Cancel);

        Assert.Equal([Paid], lanes);
        Assert.Equal("ready", await QueueStateAsync(claim.GenerationId));
        Assert.Equal(expected, await House.ScalarAsync<string>("SELECT state FROM attempts"));
        // It is looked after first; nothing is sent again before.
        Assert.Empty(await Claims.ClaimAsync(Wish(Paid), Cancel));
        Assert.Single(
            await Claims.ClaimFollowUpsAsync(Guid.CreateVersion7(), 10, TimeSpan.FromSeconds(30), [], Cancel)
        );
    }

    [Fact]
    public async Task ReleaseNodeAsync_SenderIsDead_SaysSoOfItsLostCalls()
    {
        var wish = Wish(Paid);
        await ClaimedAsync(wish);

        await Leases.ReleaseNodeAsync(wish.NodeId, Cancel);

        Assert.Equal(
            1,
            await House.ScalarAsync<long>(
                "SELECT count(*) FROM attempts WHERE state = 'unknown' AND call_ended_at IS NOT NULL"
            )
        );
    }

    [Fact]
    public async Task ReleaseNodeAsync_TwoNodes_FreesOnlyThatOfTheDead()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await AcceptAllAsync(Enumerable.Range(0, 4).Select(_ => Orders.For(account)));
        var (dead, alive) = (Wish(Open, most: 2), Wish(Open, most: 2));
        var lost = await Claims.ClaimAsync(dead, Cancel);
        var kept = await Claims.ClaimAsync(alive, Cancel);

        Assert.Equal([Open], await Leases.ReleaseNodeAsync(dead.NodeId, Cancel));

        Assert.All(await StatesAsync(lost), state => Assert.Equal("ready", state));
        Assert.All(await StatesAsync(kept), state => Assert.Equal("running", state));
        Assert.Empty(await Leases.ReleaseNodeAsync(dead.NodeId, Cancel));
    }

    [Fact]
    public async Task ReleaseExpiredAsync_EightSweepersAtOnce_FreeEachOnce()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await Orders.FloodAsync(House, account, Open, 100);
        await Claims.ClaimAsync(Wish(Open), Cancel);
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));
        var node = new LeaseStore(AddNode());

        await Together.RunAsync(8, _ => node.ReleaseExpiredAsync(Cancel));

        var again = await Claims.ClaimAsync(Wish(Open), Cancel);
        Assert.Equal(100, again.Count);
        Assert.All(again, claim => Assert.Equal(2, claim.Epoch));
    }

    private async Task<Claim> ClaimedAsync(ClaimOrder? wish = null)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await AcceptAllAsync([Orders.For(account, wish?.Lane ?? Open)]);
        return Assert.Single(await Claims.ClaimAsync(wish ?? Wish(Open), Cancel));
    }

    private async Task<List<string?>> StatesAsync(IReadOnlyList<Claim> claims)
    {
        var states = new List<string?>();
        foreach (var claim in claims)
        {
            states.Add(await QueueStateAsync(claim.GenerationId));
        }

        return states;
    }
}
