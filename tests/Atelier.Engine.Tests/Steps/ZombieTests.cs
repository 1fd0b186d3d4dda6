using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Waypoints;
using Atelier.Engine.Working;

namespace Atelier.Engine.Tests.Steps;

/// <summary>A node stands still at a waypoint, loses its lease, and comes back when another has done its work.</summary>
public sealed class ZombieTests : KernelTests
{
    [Theory]
    [InlineData(Waypoint.Claimed, 1)]
    [InlineData(Waypoint.Sending, 1)]
    [InlineData(Waypoint.Sent, 2)]
    [InlineData(Waypoint.Answered, 1)]
    [InlineData(Waypoint.Noted, 1)]
    [InlineData(Waypoint.Decided, 1)]
    [InlineData(Waypoint.Finishing, 1)]
    [InlineData(Waypoint.Stored, 1)]
    [InlineData(Waypoint.Ended, 1)]
    public Task Zombie_SynchronousWire_ChangesNothingAnyMore(Waypoint point, int posts) =>
        AssertHarmlessAsync(new TestWire("openai") { PostTimeout = TimeSpan.FromSeconds(10) }, point, posts);

    [Theory]
    [InlineData(Waypoint.Claimed, 1)]
    [InlineData(Waypoint.Sending, 1)]
    [InlineData(Waypoint.Sent, 2)]
    [InlineData(Waypoint.Answered, 1)]
    [InlineData(Waypoint.Noted, 1)]
    [InlineData(Waypoint.Decided, 1)]
    [InlineData(Waypoint.Following, 1)]
    [InlineData(Waypoint.Fetched, 1)]
    [InlineData(Waypoint.Finishing, 1)]
    [InlineData(Waypoint.Stored, 1)]
    [InlineData(Waypoint.Ended, 1)]
    public Task Zombie_TaskWire_ChangesNothingAnyMore(Waypoint point, int posts) =>
        AssertHarmlessAsync(
            new TestWire("legnext", tasks: true) { PostTimeout = TimeSpan.FromSeconds(10) },
            point,
            posts
        );

    /// <param name="posts">Calls at most that come of it: a second one only where nobody can know of the first.</param>
    private async Task AssertHarmlessAsync(TestWire wire, Waypoint point, int posts)
    {
        var gate = Waypoints.StopOnceAt(point);
        var frozen = await StartAsync(new NodeSetup { Wires = [wire] }, NoGrace);
        var id = await frozen.AcceptAsync(Account, "frozen");
        await gate.Reached;
        await FreezeAsync(frozen);

        var other = await StartAsync(new NodeSetup { Wires = [wire] }, NoGrace);
        await House.MoveClockAsync(TimeSpan.FromSeconds(31));
        await other.Get<QueueSweeper>().RunOnceAsync(Cancel);
        if (point == Waypoint.Claimed)
        {
            await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'not_sent')");
            await House.MoveClockAsync(TimeSpan.FromSeconds(1));
        }

        var detail = await other.WaitAsync(id, Account);
        Assert.Equal(("complete", 1000L), (detail.Row.State, detail.Row.Settled));
        Time.Jump(TimeSpan.FromSeconds(31));
        gate.Open();
        await frozen.StopAsync();
        Assert.Empty(frozen.Get<RunningClaims>().All);

        var after = await other.WaitAsync(id, Account);
        Assert.Equal(detail.Row, after.Row);
        Assert.Equal(detail.Slots[0].Image!.Id, after.Slots[0].Image!.Id);
        Assert.Equal(posts, wire.Posts.Count);
        Assert.Equal(99_000, await BalanceAsync());
        await Books.AssertAsync(House, wire);
    }

    private static void NoGrace(WorkOptions work) => work.Grace = TimeSpan.Zero;
}
