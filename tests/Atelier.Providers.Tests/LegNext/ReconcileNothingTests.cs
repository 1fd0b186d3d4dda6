using Atelier.Core.Requests;
using Atelier.Emulators.Faults;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;
using static Atelier.Providers.Tests.LegNext.LegNextOrders;
using static Atelier.Providers.Tests.LegNext.LostCalls;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>When a POST whose answer was lost can be said to have made nothing.</summary>
[Trait("Requirement", "A-38")]
public sealed class ReconcileNothingTests
{
    [Theory]
    [InlineData(0, 5, 60)]
    [InlineData(15, 15, 60)]
    [InlineData(4, 14, 60)]
    public async Task Reconcile_WatchedFromTheStartWithoutAGap_IsNothing(int first, int every, int until)
    {
        await using var bench = await LegNextBench.StartAsync();
        var lost = bench.Lost(Compiled(Create()), bench.Now);
        bench.Time.Advance(TimeSpan.FromSeconds(first));

        var results = await WatchAsync(bench, lost, every, until);

        Assert.All(results[..^1], result => Assert.IsType<Reconciled.Unsure>(result));
        Assert.IsType<Reconciled.Nothing>(results[^1]);
    }

    [Fact]
    public async Task Reconcile_FirstLookTooLate_StaysUnsure()
    {
        await using var bench = await LegNextBench.StartAsync();
        var lost = bench.Lost(Compiled(Create()), bench.Now);
        bench.Time.Advance(TimeSpan.FromSeconds(16));

        Assert.All(await WatchAsync(bench, lost, 5, 90), result => Assert.IsType<Reconciled.Unsure>(result));
    }

    [Fact]
    public async Task Reconcile_GapInWhichAJobCouldComeAndGo_StaysUnsure()
    {
        await using var bench = await LegNextBench.StartAsync();
        var lost = bench.Lost(Compiled(Create()), bench.Now);

        (lost, _) = await bench.LookAsync(lost, 2);
        var (_, late) = await bench.LookAsync(lost, 40);

        Assert.IsType<Reconciled.Unsure>(late);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"version":2,"first_look":"2026-11-20T12:00:00+00:00"}""")]
    [InlineData("""{"version":1,"jobs":null}""")]
    [InlineData("""{"version":1,"jobs":[null]}""")]
    [InlineData("""{"version":1,"jobs":[{"id":"../balance"}]}""")]
    public async Task Reconcile_NoteGoneOrUnreadable_NeverSaysNothing(string? note)
    {
        await using var bench = await LegNextBench.StartAsync();
        var lost = bench.Lost(Compiled(Create()), bench.Now);
        (lost, _) = await bench.LookAsync(lost, 2);

        var results = await WatchAsync(bench, lost with { Note = note }, 5, 60);

        Assert.All(results, result => Assert.IsType<Reconciled.Unsure>(result));
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public async Task Reconcile_Turbo_IsWatchedTwiceAsOften(int every, bool nothing)
    {
        await using var bench = await LegNextBench.StartAsync();
        var lost = bench.Lost(Compiled(Create(options: ("mode", "turbo"))), bench.Now);

        var results = await WatchAsync(bench, lost, every, 65);

        Assert.Equal(nothing, results.Any(result => result is Reconciled.Nothing));
    }

    [Fact]
    public async Task Reconcile_CuttingOut_IsNeverNothing()
    {
        await using var bench = await LegNextBench.StartAsync();
        var lost = bench.Lost(Compiled(Change(new RemoveBackground(Guid.Empty, false, false))), bench.Now);

        Assert.All(await WatchAsync(bench, lost, 5, 60), result => Assert.IsType<Reconciled.Unsure>(result));
    }

    [Theory]
    [InlineData(15, 0, true)]
    [InlineData(14, 2, false)]
    [InlineData(12, 2, true)]
    public async Task Reconcile_ListThatTakesLong_CountsWhenItCame(int first, int takes, bool nothing)
    {
        var time = new FakeTimeProvider();
        await using var server = await StubServer.StartAsync(context =>
        {
            time.Advance(TimeSpan.FromSeconds(takes));
            return context.Response.Body.WriteAsync("""{"tasks":[]}"""u8.ToArray()).AsTask();
        });
        using var site = new ProviderSite(LegNextSite.Options(LegNextBench.Key, server.Url), time);
        var provider = new LegNextProvider(site, time);
        var lost = At(time.GetUtcNow());

        Reconciled result = new Reconciled.Unsure();
        for (var look = 0; look < 5; look++)
        {
            lost = look == 0 ? lost : lost.After(result);
            lost = lost with { Now = lost.IntentAt.AddSeconds(first + (look * 12)) };
            result = await provider.ReconcileAsync(lost, LegNextBench.Cancel);
        }

        Assert.IsType(nothing ? typeof(Reconciled.Nothing) : typeof(Reconciled.Unsure), result);
    }

    [Theory]
    [InlineData(13, true)]
    [InlineData(14, false)]
    public async Task Reconcile_NextListThatTakesLong_LeavesAGap(int every, bool nothing)
    {
        var time = new FakeTimeProvider();
        await using var server = await StubServer.StartAsync(context =>
        {
            time.Advance(TimeSpan.FromSeconds(2));
            return context.Response.Body.WriteAsync("""{"tasks":[]}"""u8.ToArray()).AsTask();
        });
        using var site = new ProviderSite(LegNextSite.Options(LegNextBench.Key, server.Url), time);
        var provider = new LegNextProvider(site, time);
        var lost = At(time.GetUtcNow());

        Reconciled result = new Reconciled.Unsure();
        for (var look = 0; look <= 5; look++)
        {
            lost = look == 0 ? lost : lost.After(result);
            lost = lost with { Now = lost.IntentAt.AddSeconds(look * every) };
            result = await provider.ReconcileAsync(lost, LegNextBench.Cancel);
        }

        Assert.IsType(nothing ? typeof(Reconciled.Nothing) : typeof(Reconciled.Unsure), result);
    }

    [Fact]
    public async Task Reconcile_JobMinutesOff_IsNeitherOursNorNothing()
    {
        await using var bench = await LegNextBench.StartAsync();
        var call = Compiled(Create());
        await bench.LoseAsync(call);
        bench.Time.Advance(TimeSpan.FromSeconds(100));
        var lost = bench.Lost(WithSeed(7), bench.Now);

        (lost, var first) = await bench.LookAsync(lost);
        for (var look = 0; look < 12; look++)
        {
            (lost, var result) = await bench.LookAsync(lost, 5);
            Assert.IsType<Reconciled.Unsure>(result);
        }

        bench.Wire.FinishTasks();
        var (_, resolved) = await bench.LookAsync(lost, 5);

        Assert.IsType<Reconciled.Unsure>(first);
        Assert.IsType<Reconciled.Nothing>(resolved);
    }

    [Fact]
    public async Task Reconcile_CandidateFailedForNothing_LeavesNoDebt()
    {
        await using var bench = await LegNextBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        // What the second answer loses is the rival's; its job fails.
        bench.Wire.AddFaults(new FaultRule { Action = FaultAction.FailedTask });
        await bench.SubmitAsync(WithSeed(7));
        var lost = bench.Lost(call, intentAt, new LostRival(WithSeed(7), intentAt));

        (lost, _) = await bench.LookAsync(lost, 5);
        bench.Wire.FinishTasks();
        var results = await WatchAsync(bench, lost, 5, 60);

        Assert.IsType<Reconciled.Nothing>(results[^1]);
    }

    [Fact]
    public async Task Reconcile_ListNotToBeHad_SaysSoAndBreaksTheWatch()
    {
        await using var bench = await LegNextBench.StartAsync();
        var lost = bench.Lost(Compiled(Create()), bench.Now);
        (lost, _) = await bench.LookAsync(lost, 2);
        bench.Fault(FaultAction.ErrorBefore, "active_tasks");

        var failure = await LegNextBench.FailAsync(() => bench.LookAsync(lost, 10));
        var (_, late) = await bench.LookAsync(lost, 20);

        Assert.Equal((FailureKind.ServerError, Charge.None), (failure.Kind, failure.Charge));
        Assert.IsType<Reconciled.Unsure>(late);
    }

    [Theory]
    [InlineData("""{"tasks":null}""", true)]
    [InlineData("""{"tasks":[]}""", true)]
    [InlineData("""{"code":200,"data":{"tasks":[]}}""", true)]
    [InlineData(
        """{"tasks":[{"job_id":"x","task_type":"video-diffusion","created_at":"2026-11-20T12:00:01Z"}]}""",
        true
    )]
    [InlineData("""{"tasks":[{"job_id":"x","task_type":"diffusion","created_at":"0001-01-01T00:00:00Z"}]}""", false)]
    [InlineData("""{"tasks":[{"job_id":"x","created_at":"2026-11-20T12:00:01Z"}]}""", false)]
    [InlineData(
        """{"tasks":[{"job_id":"x","task_type":"diffusion","created_at":"2026-11-20T12:00:01Z"},{"job_id":"y","task_type":"diffusion","created_at":""}]}""",
        false
    )]
    public async Task Reconcile_ListInOddShapes_IsNothingOnlyWhenNoLineMayBeOurs(string body, bool nothing)
    {
        var time = new FakeTimeProvider();
        await using var server = await StubServer.StartAsync(async context =>
        {
            var isList = context.Request.Path.Value!.EndsWith("active_tasks", StringComparison.Ordinal);
            context.Response.StatusCode = isList ? 200 : 404;
            await context.Response.Body.WriteAsync(
                System.Text.Encoding.UTF8.GetBytes(isList ? body : """{"code":404}""")
            );
        });
        using var site = new ProviderSite(LegNextSite.Options(LegNextBench.Key, server.Url), time);
        var provider = new LegNextProvider(site, time, new LegNextPace { ShortestTask = TimeSpan.FromSeconds(90) });
        var lost = At(time.GetUtcNow());

        lost = lost.After(await provider.ReconcileAsync(lost, LegNextBench.Cancel));
        var late = lost with { Now = lost.IntentAt.AddSeconds(60) };
        var result = await provider.ReconcileAsync(late, LegNextBench.Cancel);

        Assert.IsType(nothing ? typeof(Reconciled.Nothing) : typeof(Reconciled.Unsure), result);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"tasks":{}}""")]
    [InlineData("""{"tasks":[{"task_type":"diffusion"}]}""")]
    public async Task Reconcile_NoListInTheAnswer_IsUnreadable(string body)
    {
        await using var server = await StubServer.AnsweringAsync(200, body);
        using var site = new ProviderSite(LegNextSite.Options(LegNextBench.Key, server.Url), TimeProvider.System);
        var provider = new LegNextProvider(site, TimeProvider.System);

        var failure = await LegNextBench.FailAsync(() =>
            provider.ReconcileAsync(At(DateTimeOffset.UnixEpoch), LegNextBench.Cancel)
        );

        Assert.Equal(FailureKind.Unreadable, failure.Kind);
    }
}
