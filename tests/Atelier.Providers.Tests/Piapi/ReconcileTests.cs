using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Providers.Answers;
using Atelier.Providers.Piapi;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Serving;
using Microsoft.AspNetCore.Http;
using static Atelier.Providers.Tests.Piapi.PiapiOrders;

namespace Atelier.Providers.Tests.Piapi;

/// <summary>What becomes of a POST whose answer was lost: by the words and the seed that a task shows, else by its time alone.</summary>
public sealed class ReconcileTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reconcile_OneTaskInTheWindow_IsOurs(bool shown)
    {
        await using var bench = await PiapiBench.StartAsync(shown);
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        await bench.LoseAsync(call);

        var (_, result) = await bench.LookAsync(bench.Lost(call, intentAt));

        var taskId = Assert.IsType<Reconciled.Found>(result).TaskId;
        bench.Wire.FinishTasks();
        Assert.IsType<TaskState.Answered>(await bench.PollAsync(taskId));
        var answer = await bench.Provider.ReadAsync(call, bench.Spool, PiapiBench.Cancel);
        Assert.Equal(bench.Wire.Bill.NanoDollars, answer.CostNanos);
        Assert.Single(bench.Wire.Calls, sent => sent.Method == "POST");
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    public async Task Reconcile_TaskThatHasEnded_IsFoundAllTheSame()
    {
        await using var bench = await PiapiBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        await bench.LoseAsync(call);
        bench.Wire.FinishTasks();

        Assert.IsType<Reconciled.Found>((await bench.LookAsync(bench.Lost(call, intentAt), 3600)).Result);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reconcile_TwoLost_AreToldApartByWhatTheyShowOrStayUnsure(bool shown)
    {
        await using var bench = await PiapiBench.StartAsync(shown);
        var intentAt = bench.Now;
        var (first, second) = (Compiled(Create()), WithSeed(7, "a green owl"));
        await bench.LoseAsync(first);
        await bench.LoseAsync(second);

        var a = await bench.LookAsync(bench.Lost(first, intentAt, new LostRival(second, intentAt)));
        var b = await bench.LookAsync(bench.Lost(second, intentAt, new LostRival(first, intentAt)), 0);

        if (!shown)
        {
            Assert.IsType<Reconciled.Unsure>(a.Result);
            Assert.IsType<Reconciled.Unsure>(b.Result);
            return;
        }

        var (ofA, ofB) = (Found(a.Result), Found(b.Result));
        bench.Wire.FinishTasks();
        Assert.Equal(1, bench.Wire.Bill.Items.Single(line => line.Id == ofA).Call);
        Assert.Equal(2, bench.Wire.Bill.Items.Single(line => line.Id == ofB).Call);
    }

    // The same request twice: nothing tells them apart, so neither is taken.
    [Fact]
    public async Task Reconcile_TwoLostThatAreTheSame_StayUnsure()
    {
        await using var bench = await PiapiBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        await bench.LoseAsync(call);
        await bench.LoseAsync(call);

        var (_, result) = await bench.LookAsync(bench.Lost(call, intentAt, new LostRival(call, intentAt)));

        Assert.IsType<Reconciled.Unsure>(result);
    }

    [Fact]
    public async Task Reconcile_TwoSlotsOfOneGeneration_AreToldApartByTheirSeeds()
    {
        await using var bench = await PiapiBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        await bench.LoseAsync(call);
        await bench.LoseAsync(call, firstSlot: 4);
        var lost = bench.Lost(call, intentAt, new LostRival(call, intentAt)) with { FirstSlot = 4 };

        var found = Found((await bench.LookAsync(lost)).Result);

        bench.Wire.FinishTasks();
        Assert.Equal(2, bench.Wire.Bill.Items.Single(line => line.Id == found).Call);
    }

    // Models without a seed show words alone.
    [Fact]
    public async Task Reconcile_OneTaskAndARivalWithTheSameWords_IsUnsure()
    {
        await using var bench = await PiapiBench.StartAsync();
        var (call, intentAt) = (Compiled(Create("gemini#nano-banana-pro")), bench.Now);
        await bench.LoseAsync(call);

        var alone = await bench.LookAsync(bench.Lost(call, intentAt));
        var rival = await bench.LookAsync(bench.Lost(call, intentAt, new LostRival(call, intentAt)), 0);
        var other = Compiled(Create("gemini#nano-banana-pro", "a green owl"));
        var unlike = await bench.LookAsync(bench.Lost(call, intentAt, new LostRival(other, intentAt)), 0);

        Assert.IsType<Reconciled.Found>(alone.Result);
        Assert.IsType<Reconciled.Unsure>(rival.Result);
        Assert.IsType<Reconciled.Found>(unlike.Result);
    }

    [Fact]
    public async Task Reconcile_CallbackOfOurs_SettlesIt()
    {
        await using var bench = await PiapiBench.StartAsync();
        var (call, intentAt) = (Compiled(Create("gemini#nano-banana-pro")), bench.Now);
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await bench.LoseAsync(call, callback: Callback(first));
        await bench.LoseAsync(call, callback: Callback(second));
        var lost = bench.Lost(call, intentAt, new LostRival(call, intentAt)) with
        {
            AttemptId = second,
            Callback = Callback(second),
        };

        var found = Found((await bench.LookAsync(lost)).Result);

        bench.Wire.FinishTasks();
        Assert.Equal(2, bench.Wire.Bill.Items.Single(line => line.Id == found).Call);
    }

    [Fact]
    public async Task Reconcile_TaskOfAnotherAttempt_IsNotOurs()
    {
        await using var bench = await PiapiBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        var known = await bench.SubmitAsync(call);

        var lost = bench.Lost(call, intentAt) with { KnownTasks = new HashSet<string> { known } };

        Assert.IsType<Reconciled.Unsure>((await bench.LookAsync(lost)).Result);
    }

    [Theory]
    [InlineData("Qubico/z-image#txt2img", "a red fox")]
    [InlineData("Qubico/flux1-schnell", "a green owl")]
    public async Task Reconcile_TaskOfAnotherKindOrOtherWords_IsNotOurs(string offer, string prompt)
    {
        await using var bench = await PiapiBench.StartAsync();
        var intentAt = bench.Now;
        await bench.LoseAsync(Compiled(Create(offer, prompt)));

        Assert.IsType<Reconciled.Unsure>((await bench.LookAsync(bench.Lost(Compiled(Create()), intentAt))).Result);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(10, true)]
    [InlineData(-2, false)]
    [InlineData(11, false)]
    public async Task Reconcile_TaskThatShowsNothing_IsOursUpToTenSeconds(int madeAfter, bool ours)
    {
        await using var bench = await PiapiBench.StartAsync(showsInputs: false);
        var call = Compiled(Create());
        var intentAt = bench.Now - TimeSpan.FromSeconds(madeAfter);
        await bench.LoseAsync(call);

        var (_, result) = await bench.LookAsync(bench.Lost(call, intentAt));

        Assert.Equal(ours, result is Reconciled.Found);
    }

    // It may be that of a call that began when the rivals had been counted.
    [Fact]
    public async Task Reconcile_TaskOfThisVeryMoment_WaitsForTheNextLook()
    {
        await using var bench = await PiapiBench.StartAsync(showsInputs: false);
        var call = Compiled(Create());
        var lost = bench.Lost(call, bench.Now);
        await bench.LoseAsync(call);

        (lost, var early) = await bench.LookAsync(lost, 0);

        Assert.IsType<Reconciled.Unsure>(early);
        Assert.IsType<Reconciled.Found>((await bench.LookAsync(lost)).Result);
    }

    // As long as a task that is known is followed.
    [Fact]
    public async Task Reconcile_NeverArrivedAndTheHistoryShowsWhatRuns_IsNothingAfterTheLifeOfATask()
    {
        await using var bench = await PiapiBench.StartAsync();
        var lost = bench.Lost(Compiled(Create()), bench.Now);

        (lost, var early) = await bench.LookAsync(lost, 3600);
        (lost, var late) = await bench.LookAsync(lost, 35);

        Assert.IsType<Reconciled.Unsure>(early);
        Assert.IsType<Reconciled.Nothing>(late);
    }

    [Fact]
    public async Task Reconcile_NeverArrivedAndTheHistoryMayShowOnlyWhatEnded_StaysUnsure()
    {
        await using var bench = await PiapiBench.StartAsync(new PiapiHabits(), showsRunning: false);
        var lost = bench.Lost(Compiled(Create()), bench.Now);

        (lost, var first) = await bench.LookAsync(lost, 3635);
        (_, var second) = await bench.LookAsync(lost, 24 * 3600);

        Assert.IsType<Reconciled.Unsure>(first);
        Assert.IsType<Reconciled.Unsure>(second);
    }

    // It waited for hours, and is billed when it ends.
    [Fact]
    public async Task Reconcile_TaskThatShowsOnlyWhenItEnded_IsFoundHoweverLongItTook()
    {
        await using var bench = await PiapiBench.StartAsync(
            new PiapiHabits { ShowsRunning = false },
            showsRunning: false
        );
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        await bench.LoseAsync(call);

        (var lost, var early) = await bench.LookAsync(bench.Lost(call, intentAt), 7200);
        bench.Wire.FinishTasks();
        var (_, late) = await bench.LookAsync(lost);

        Assert.IsType<Reconciled.Unsure>(early);
        Assert.Equal(bench.Wire.Bill.Items.Single().Id, Found(late));
    }

    // A task that shows other words could still be ours, had they been changed on the way: its bill must stay in sight.
    [Fact]
    public async Task Reconcile_OtherWordsInTheWindow_AreNeverTakenForNothing()
    {
        await using var bench = await PiapiBench.StartAsync();
        var lost = bench.Lost(Compiled(Create()), bench.Now);
        await bench.LoseAsync(WithSeed(7, "a green owl"));

        Assert.IsType<Reconciled.Unsure>((await bench.LookAsync(lost, 3700)).Result);
    }

    [Fact]
    public async Task Reconcile_FailedForNothing_LeavesNoDebt()
    {
        await using var bench = await PiapiBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        bench.Wire.AddFaults(new FaultRule { Action = FaultAction.FailedTask, Prompt = "fox" });
        await bench.SubmitAsync(call);
        bench.Wire.FinishTasks();

        Assert.IsType<Reconciled.Nothing>((await bench.LookAsync(bench.Lost(call, intentAt), 3700)).Result);
    }

    [Fact]
    public async Task Reconcile_MoreTasksThanAreAskedFor_GoesOnAtTheNextLook()
    {
        await using var bench = await PiapiBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        await bench.LoseAsync(call);
        for (var other = 0; other < 12; other++)
        {
            await bench.SubmitAsync(Compiled(Create("Qubico/z-image#txt2img")));
        }

        var (lost, first) = await bench.LookAsync(bench.Lost(call, intentAt));
        var before = bench.Wire.Calls.Count(sent => sent.Operation == "state");
        var (_, second) = await bench.LookAsync(lost);

        Assert.IsType<Reconciled.Unsure>(first);
        Assert.Equal(10, before);
        Assert.IsType<Reconciled.Found>(second);
        Assert.Equal(13, bench.Wire.Calls.Count(sent => sent.Operation == "state"));
    }

    [Theory]
    [InlineData(FaultAction.ErrorBefore, "state")]
    [InlineData(FaultAction.CutBody, "state")]
    public async Task Reconcile_TaskThatCannotBeAsked_IsAskedAgain(FaultAction action, string operation)
    {
        await using var bench = await PiapiBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        await bench.LoseAsync(call);
        bench.Fault(action, operation);

        var (lost, first) = await bench.LookAsync(bench.Lost(call, intentAt));

        Assert.IsType<Reconciled.Unsure>(first);
        Assert.IsType<Reconciled.Found>((await bench.LookAsync(lost)).Result);
    }

    [Theory]
    [InlineData("""{"code":200,"data":{"data":[{"id":1}],"page":1}}""")]
    [InlineData("""{"code":200,"data":{"tasks":[]}}""")]
    [InlineData("""{"code":200,"data":null}""")]
    [InlineData("""{"code":200,"data":{"data":null}}""")]
    // Pages that never end.
    [InlineData("""{"code":200,"data":{"data":[{"task_id":"t","created_at":"2020-01-01T00:00:00Z"}],"total":1000}}""")]
    public async Task Reconcile_HistoryThatCannotBeRead_ProvesNothing(string body)
    {
        await using var stub = await StubPiapi.AnsweringAsync(200, body);
        Assert.IsType<Reconciled.Unsure>(await stub.Provider.ReconcileAsync(LostAtNoon(), PiapiBench.Cancel));
    }

    // Its documents show the history with and without an envelope.
    [Theory]
    [InlineData("""{"code":200,"data":{"data":[],"page":1,"size":100,"total":0}}""")]
    [InlineData("""{"data":[],"page":1,"size":100,"total":0}""")]
    [InlineData("""{"code":0,"data":{"data":null,"page":1,"size":100,"total":0}}""")]
    public async Task Reconcile_EmptyHistoryInEitherShape_IsUnderstood(string body)
    {
        await using var stub = await StubPiapi.AnsweringAsync(200, body);
        Assert.IsType<Reconciled.Nothing>(await stub.Provider.ReconcileAsync(LostAtNoon(), PiapiBench.Cancel));
        Assert.Equal(
            "/api/open/tasks/histories?page=1&page_size=100&start_time=1795175880&end_time=1795176130",
            stub.Requests[0].Path
        );
    }

    // Told twice, and its time by the task alone.
    [Theory]
    [InlineData("2026-11-20T12:00:04Z", true)]
    [InlineData("2026-11-20T12:01:00Z", false)]
    [InlineData("0001-01-01T00:00:00Z", false)]
    public async Task Reconcile_LinesWithoutATime_TakeThatOfTheTask(string createdAt, bool ours)
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(
                context.Request.Path.Value!.EndsWith("histories", StringComparison.Ordinal)
                    ? """{"code":200,"data":{"data":[{"task_id":"t"},{"task_id":"t"}],"total":2}}"""
                    : $$$$"""{"code":200,"data":{"task_id":"t","status":"pending","meta":{"created_at":"{{{{createdAt}}}}"}}}"""
            );
        });
        using var sites = PiapiSite.Open(PiapiBench.Key, TimeProvider.System, server.Url);
        var provider = new PiapiProvider(sites, TimeProvider.System, historyShowsRunning: true);
        var result = await provider.ReconcileAsync(LostAtNoon(), PiapiBench.Cancel);

        Assert.Equal(ours, result is Reconciled.Found { TaskId: "t" });
        Assert.Equal(!ours, result is Reconciled.Unsure);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[7]")]
    [InlineData("{}")]
    public async Task Reconcile_NoteThatIsNoneOfOurs_IsPassedOver(string note)
    {
        await using var bench = await PiapiBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        await bench.LoseAsync(call);

        Assert.IsType<Reconciled.Found>(
            (await bench.LookAsync(bench.Lost(call, intentAt) with { Note = note })).Result
        );
    }

    // Looked for two hours later.
    private static LostCall LostAtNoon()
    {
        var noon = new DateTimeOffset(2026, 11, 20, 12, 0, 0, default);
        return new LostCall(
            Guid.CreateVersion7(),
            Compiled(Create()),
            noon,
            noon.AddHours(2),
            noon,
            [],
            new HashSet<string>()
        );
    }

    private static string Found(Reconciled result) => Assert.IsType<Reconciled.Found>(result).TaskId;

    private static Uri Callback(Guid attempt) => new($"http://127.0.0.1:9/v1/callbacks/piapi/{attempt}/t0ken");
}
