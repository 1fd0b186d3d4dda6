using Atelier.Core.States;
using Atelier.Data.Ledger;
using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Views;
using Atelier.Engine.Working;
using Atelier.Providers.Failures;
using Atelier.TestKit.Houses;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Working;

public sealed class GenerationRunnerTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_OneOfThreeSlotsFails_DeliversTwoAndChargesTwo()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 3, cancellationToken: Cancel);
        var provider = new TestProvider { Behave = (_, slot, _) => slot == 1 ? throw Refused() : Task.CompletedTask };
        await using var node = await TestNode.StartAsync(house, provider);

        var detail = await node.WaitAsync(await node.AcceptAsync(account, "three", count: 3), account);

        Assert.Equal("complete", detail.Row.State);
        Assert.Equal([false, true, false], detail.Slots.Select(slot => slot.ErrorCode == "generation_failed"));
        Assert.Equal(2000, detail.Row.Settled);
        await AssertBalanceAsync(house, 1000);
    }

    [Fact]
    public async Task RunAsync_EverySlotFails_FailsAndReleasesAll()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 3, cancellationToken: Cancel);
        var provider = new TestProvider { Behave = (_, _, _) => throw Refused() };
        await using var node = await TestNode.StartAsync(house, provider);

        var detail = await node.WaitAsync(await node.AcceptAsync(account, "two", count: 2), account);

        Assert.Equal(("failed", "generation_failed", 0L), (detail.Row.State, detail.Row.ErrorCode, detail.Row.Settled));
        await AssertBalanceAsync(house, 3000);
    }

    [Fact]
    public async Task RunAsync_BreaksEveryTime_FailsAfterTheLastTry()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        var provider = new TestProvider { Behave = (_, _, _) => throw new InvalidOperationException("broken") };
        await using var node = await TestNode.StartAsync(
            house,
            provider,
            services => services.Configure<WorkOptions>(Hasty)
        );

        var id = await node.AcceptAsync(account, "broken");
        var detail = await Haste.EndAsync(house, node, id, account);

        Assert.Equal(("failed", 3), (detail.Row.State, provider.Prompts.Count));
        await AssertBalanceAsync(house, 1000);

        static void Hasty(WorkOptions work) => (work.MostFailures, work.Poll) = (3, TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task CancelAsync_WhileTheProviderWorks_StopsItAndReleases()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        var started = new TaskCompletionSource();
        var provider = new TestProvider { Behave = (_, _, cancel) => HangAsync(started, cancel) };
        await using var node = await TestNode.StartAsync(house, provider);

        var id = await node.AcceptAsync(account, "long");
        await started.Task.WaitAsync(Cancel);
        var asked = await node.Get<GenerationCanceler>().CancelAsync(id, account, Cancel);
        var detail = await node.WaitAsync(id, account);

        Assert.NotNull(asked);
        Assert.Equal(("canceled", 0L), (detail.Row.State, detail.Row.Settled));
        await AssertBalanceAsync(house, 1000);
    }

    [Fact]
    public async Task RunAsync_WokenWithoutAWishToCancel_GoesOn()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        var (started, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var provider = new TestProvider
        {
            Behave = (_, _, cancel) =>
            {
                started.TrySetResult();
                return gate.Task.WaitAsync(cancel);
            },
        };
        await using var node = await TestNode.StartAsync(house, provider);

        var id = await node.AcceptAsync(account, "undisturbed");
        await started.Task.WaitAsync(Cancel);
        // What a listener does that was cut off.
        for (var i = 0; i < 20; i++)
        {
            node.Get<ChangeHub>().RaiseAll();
            await node.Get<GenerationReader>().FindAsync(id, account, Cancel);
        }

        gate.SetResult();
        Assert.Equal("complete", (await node.WaitAsync(id, account)).Row.State);
        Assert.Single(provider.Prompts);
    }

    [Fact]
    public async Task RunAsync_WishSeenOnlyAtTheLastMilestone_IsObeyed()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        // As if the notice was lost: the wish stands in the row, and nobody says so.
        var provider = new TestProvider
        {
            Behave = (_, _, _) => house.ExecuteAsync("UPDATE generations SET cancel_requested_at = atelier.now()"),
        };
        await using var node = await TestNode.StartAsync(house, provider);

        var detail = await node.WaitAsync(await node.AcceptAsync(account, "canceled late"), account);

        Assert.Equal("canceled", detail.Row.State);
        await AssertBalanceAsync(house, 1000);
    }

    [Fact]
    public async Task RunAsync_BrokeTooOftenBefore_FailsWithoutAnotherTry()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        // From the start: a lane that is paused may give out what was looked for before.
        await house.ExecuteAsync("ALTER TABLE queue ALTER COLUMN failures SET DEFAULT 5");
        await using var node = await TestNode.StartAsync(house);
        var id = await node.AcceptAsync(account, "breaks its process");

        var detail = await node.WaitAsync(id, account);

        Assert.Equal(("failed", 0L), (detail.Row.State, detail.Row.Settled));
        Assert.Empty(node.Provider.Prompts);
        await AssertBalanceAsync(house, 1000);
    }

    [Fact]
    public async Task RunAsync_ProviderTimesOutByItself_IsNotBookedAsCanceled()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        var calls = 0;
        var provider = new TestProvider
        {
            Behave = (_, _, _) =>
                Interlocked.Increment(ref calls) == 1
                    ? throw new TaskCanceledException("time-out")
                    : Task.CompletedTask,
        };
        await using var node = await TestNode.StartAsync(house, provider);

        var id = await node.AcceptAsync(account, "slow");

        Assert.Equal("complete", (await Haste.EndAsync(house, node, id, account)).Row.State);
        Assert.Equal(2, calls);
        await AssertBalanceAsync(house, 0);
    }

    [Fact]
    public async Task RunAsync_AccountWithALimitOfOne_GoesOnWithoutWaitingForAPoll()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 20, maxActive: 1, Cancel);
        // With a poll this long the test ends only if every promotion wakes the lane.
        await using var node = await TestNode.StartAsync(
            house,
            configure: services => services.Configure<WorkOptions>(work => work.Poll = TimeSpan.FromMinutes(10))
        );

        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => node.AcceptAsync(account, $"job {i}")));

        foreach (var id in ids)
        {
            Assert.Equal("complete", (await node.WaitAsync(id, account)).Row.State);
        }
    }

    [Fact]
    public async Task StopAsync_WorkLongerThanTheDrain_IsDoneByAnotherNode()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        var started = new TaskCompletionSource();
        var slow = new TestProvider { Behave = (_, _, cancel) => HangAsync(started, cancel) };
        await using var stopping = await TestNode.StartAsync(
            house,
            slow,
            services => services.Configure<WorkOptions>(work => work.Drain = TimeSpan.Zero)
        );
        var id = await stopping.AcceptAsync(account, "handed over");
        await started.Task.WaitAsync(Cancel);

        await stopping.StopAsync();
        await using var other = await TestNode.StartAsync(house);
        var detail = await other.WaitAsync(id, account);

        Assert.Equal("complete", detail.Row.State);
        Assert.Equal(["handed over"], other.Provider.Prompts);
        await AssertBalanceAsync(house, 0);
    }

    [Fact]
    public async Task QueueSweeper_NodeWentSilent_ItsWorkIsTakenOver()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        var account = await house.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        await using var node = await TestNode.StartAsync(
            house,
            configure: services => services.Configure<WorkOptions>(work => work.Poll = TimeSpan.FromMinutes(10))
        );
        await node.Get<WorkerHost>().StopAsync(Cancel);
        var id = await node.AcceptAsync(account, "orphan");
        var silent = await new ClaimStore(house.Data).ClaimAsync(
            new ClaimOrder("local", Guid.CreateVersion7(), 1, TimeSpan.FromSeconds(30)),
            Cancel
        );
        Assert.Equal(id, Assert.Single(silent).GenerationId);

        await house.MoveClockAsync(TimeSpan.FromSeconds(31));
        await using var other = await TestNode.StartAsync(house);
        await other.Get<QueueSweeper>().RunOnceAsync(Cancel);
        var detail = await other.WaitAsync(id, account);

        Assert.Equal("complete", detail.Row.State);
        Assert.Null(
            await new Data.Generations.WorkStore(house.Data).ReachAsync(silent[0], Milestone.Uploading, Cancel)
        );
    }

    private static async Task HangAsync(TaskCompletionSource started, CancellationToken cancellationToken)
    {
        started.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    private static async Task AssertBalanceAsync(TestHouse house, long thousandths)
    {
        Assert.Equal(thousandths, await house.ScalarAsync<long>("SELECT balance FROM accounts"));
        Assert.Empty((await new LedgerStore(house.Data).CheckAsync(Cancel)).Problems);
    }

    private static ProviderException Refused() => new("local", FailureKind.ServerError, Charge.None, "no");
}
