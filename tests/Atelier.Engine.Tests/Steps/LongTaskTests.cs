using Atelier.Engine.Late;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Waypoints;
using Atelier.Providers.Failures;
using Atelier.Providers.Reconciling;

namespace Atelier.Engine.Tests.Steps;

/// <summary>Tasks that take their time, and what must not come of it.</summary>
public sealed class LongTaskTests : KernelTests
{
    private readonly TestWire _endless = new("legnext", tasks: true) { Always = new WireAct { Polls = int.MaxValue } };
    private readonly TestWire _next = new("piapi");

    [Fact]
    public async Task RunAsync_TaskNeverEnds_FailsAfterItsLifeAndWhatItBringsLaterIsACandidate()
    {
        var node = await StartAsync(_endless, _next);
        var id = await node.AcceptAsync(Account, "endless");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'submitted')");
        await House.MoveClockAsync(TimeSpan.FromMinutes(61));

        var ended = await node.WaitAsync(id, Account);

        // Another call would be a second payment for sure.
        Assert.Empty(_next.Posts);
        Assert.Equal(("failed", "outcome_unknown", 0L), (ended.Row.State, ended.Row.ErrorCode, ended.Row.Settled));
        Assert.Equal(100_000, await BalanceAsync());
        Assert.Equal("risk 40", await Books.OfAsync(House, id));

        _endless.Finish();
        await House.MoveClockAsync(TimeSpan.FromHours(2));
        await node.Get<LateWorker>().RunOnceAsync(Cancel);

        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, id));
        Assert.Equal(1L, await House.ScalarAsync<long>("SELECT count(*) FROM images WHERE candidate"));
        await Books.AssertAsync(House, _endless, _next);
    }

    [Fact]
    public async Task RunAsync_ProviderWantsHoursBetweenPolls_IsAskedAgainWithinAMinute()
    {
        var node = await StartAsync(_endless);
        var id = await node.AcceptAsync(Account, "patient");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'submitted')");
        _endless.PollsFail = (FailureKind.RateLimited, TimeSpan.FromHours(3));
        await UntilAsync(
            """
            EXISTS (SELECT FROM queue WHERE state = 'ready'
              AND follow_at BETWEEN atelier.now() + interval '30 seconds' AND atelier.now() + interval '60 seconds')
            """
        );

        _endless.PollsFail = null;
        _endless.Finish();
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        await Books.AssertAsync(House, _endless);
    }

    [Fact]
    public async Task RunAsync_LostCallIsFoundWhileItsRerunWaits_TheRerunIsNotSent()
    {
        var lost = new TestWire("legnext", tasks: true) { Reconciliation = Reconciliation.ByWindow };
        lost.Then(WireAct.Lost());
        var node = await StartAsync(lost, _next);
        await PauseAsync(_next.Id);
        var id = await node.AcceptAsync(Account, "found in time");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown' AND polls > 0)");
        await House.MoveClockAsync(TimeSpan.FromSeconds(61));
        await UntilAsync("EXISTS (SELECT FROM queue WHERE submit AND rerun AND lane = 'piapi' AND state = 'ready')");

        lost.Finds = call => new Reconciled.Found(lost.TaskOf(call.AttemptId));
        await House.MoveClockAsync(TimeSpan.FromSeconds(10));
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE task_id IS NOT NULL)");
        await ResumeAsync(_next.Id);

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Empty(_next.Posts);
        Assert.Equal(Price, lost.Billed);
        await Books.AssertAsync(House, lost, _next);
    }

    [Fact]
    public async Task RunAsync_DiskIsAwayTenTimes_IsNoFaultOfTheGeneration()
    {
        Waypoints.BreakAt(Waypoint.Finishing, times: 10, () => new IOException("The disk is away."));
        var wire = new TestWire("openai");
        var node = await StartAsync(wire);
        var id = await node.AcceptAsync(Account, "without a disk");

        Assert.Equal("complete", (await HurryAsync(node, id)).Row.State);
        Assert.Single(wire.Posts);
        await Books.AssertAsync(House, wire);
    }
}
