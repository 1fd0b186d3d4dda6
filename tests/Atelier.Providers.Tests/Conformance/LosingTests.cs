using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>A call whose answer nobody heard is found again as the adapter declares: its own, or none.</summary>
[Trait("Requirement", "B-17")]
public abstract class LosingTests<TWire>(ConformanceBench<TWire> bench) : ConformanceTests<TWire>(bench)
    where TWire : WireUnderTest, new()
{
    private const int MostLooks = 12;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Reconciliation_OfTheAdapter_IsTheDeclaredOne() =>
        Assert.Equal(Wire.Reconciliation, Adapter.ReconciliationOf(Compiled(await AnyOrderAsync())));

    [Fact]
    public async Task Reconcile_AnswerLost_FindsItsTaskAndItsPictures()
    {
        var (paid, post, lost) = await LoseAsync();

        var result = await LookAsync(lost);

        if (Wire.Reconciliation == Reconciliation.None)
        {
            Assert.IsType<Reconciled.Unsure>(result);
            Assert.Single(Emulated.Calls);
            return;
        }

        var taskId = Assert.IsType<Reconciled.Found>(result).TaskId;
        Emulated.FinishTasks();
        await FetchAsync(Adapter, taskId, paid.Spool);
        var answer = await Adapter.ReadAsync(paid.Call, paid.Spool, Cancel);
        Assert.Equal(SentFor(taskId), answer.Pictures.Select(Pictures.Sha));
        AssertIsOf(post, taskId);
        Assert.Single(Emulated.Calls, call => call.Method == "POST");
        Assert.Empty(Emulated.Violations);
    }

    [Fact]
    public async Task Reconcile_TwoLost_NeitherTakesTheOthers()
    {
        var (first, firstPost, a) = await LoseAsync();
        var (second, secondPost, b) = await LoseAsync("a green owl");
        a = a with { Rivals = [new LostRival(second.Call, b.IntentAt)] };
        b = b with { Rivals = [new LostRival(first.Call, a.IntentAt)] };

        var ofA = await LookAsync(a);
        var ofB = await LookAsync(ofA is Reconciled.Found { TaskId: var taken } ? Known(b, taken) : b);

        Emulated.FinishTasks();
        if (Wire.Reconciliation == Reconciliation.ById)
        {
            Assert.IsType<Reconciled.Found>(ofA);
            Assert.IsType<Reconciled.Found>(ofB);
        }

        Assert.IsNotType<Reconciled.Nothing>(ofA);
        Assert.IsNotType<Reconciled.Nothing>(ofB);
        AssertIsOf(firstPost, (ofA as Reconciled.Found)?.TaskId);
        AssertIsOf(secondPost, (ofB as Reconciled.Found)?.TaskId);
    }

    [Fact]
    public async Task Reconcile_OneArrivedAndOneDidNot_OnlyThatOneHasATask()
    {
        var (arrived, post, a) = await LoseAsync();
        var never = Paid(Compiled(await AnyOrderAsync("a green owl")));
        var b = Lost(never, a.IntentAt) with { Rivals = [new LostRival(arrived.Call, a.IntentAt)] };
        a = a with { Rivals = [new LostRival(never.Call, a.IntentAt)] };

        var ofB = await LookAsync(b);
        var ofA = await LookAsync(a);

        Assert.IsNotType<Reconciled.Found>(ofB);
        Assert.IsNotType<Reconciled.Nothing>(ofA);
        Emulated.FinishTasks();
        AssertIsOf(post, (ofA as Reconciled.Found)?.TaskId);
    }

    [Fact]
    public async Task Reconcile_NeverSent_FindsNobodyElses()
    {
        var call = Compiled(await AnyOrderAsync());
        var known = await Adapter.SubmitAsync(Paid(call), Cancel) as Submission.Submitted;
        var never = Lost(Paid(Compiled(await AnyOrderAsync("a green owl"))), Bench.Time.GetUtcNow());

        var result = await LookAsync(known is null ? never : Known(never, known.TaskId));

        Assert.IsNotType<Reconciled.Found>(result);
        if (Wire.Reconciliation == Reconciliation.None)
        {
            // It cannot know, so it may not say that it cost nothing.
            Assert.IsType<Reconciled.Unsure>(result);
        }
    }

    private static LostCall Known(LostCall lost, string taskId) =>
        lost with
        {
            KnownTasks = new HashSet<string> { taskId },
        };

    private static Uri Token() => new($"http://127.0.0.1:9/v1/callbacks/{Guid.CreateVersion7()}");

    private LostCall Lost(PaidCall paid, DateTimeOffset intentAt) =>
        new(paid.AttemptId, paid.Call, intentAt, Bench.Time.GetUtcNow(), null, [], new HashSet<string>())
        {
            FirstSlot = paid.FirstSlot,
            Callback = paid.Callback,
        };

    // The number of the POST that was taken, and whose answer was cut.
    private async Task<(PaidCall Paid, int Post, LostCall Lost)> LoseAsync(string words = "a red fox")
    {
        var callback = Wire.Reconciliation == Reconciliation.ByMarker && Wire.CallsBack ? Token() : null;
        var paid = Paid(Compiled(await AnyOrderAsync(words)), spool: new MemorySpool(), callback: callback);
        var intentAt = Bench.Time.GetUtcNow();
        Emulated.AddFaults(new FaultRule { Action = FaultAction.CutAfter });
        var failure = await Assert.ThrowsAsync<ProviderException>(() => Adapter.SubmitAsync(paid, Cancel));
        Assert.Equal((FailureKind.Lost, Charge.Unknown), (failure.Kind, failure.Charge));
        return (paid, LastPost().Number, Lost(paid, intentAt));
    }

    // Each look as of another process: it has nothing but what the last one left.
    private async Task<Reconciled> LookAsync(LostCall lost)
    {
        Reconciled result = new Reconciled.Unsure();
        for (var look = 0; look < MostLooks && result is Reconciled.Unsure; look++)
        {
            Bench.Time.Advance(BetweenLooks);
            using var site = Bench.SiteAt(Emulated.BaseUrl);
            var now = lost with { Now = Bench.Time.GetUtcNow() };
            result = await Wire.Adapter(site, Bench.Time).ReconcileAsync(now, Cancel);
            lost = now with
            {
                WatchedSince = now.WatchedSince ?? now.Now,
                Note = (result as Reconciled.Unsure)?.Note ?? now.Note,
            };
        }

        return result;
    }

    private void AssertIsOf(int post, string? taskId)
    {
        if (taskId is not null && Wire.Bills)
        {
            Assert.Equal(post, Emulated.Bill.Items.Single(line => line.Id == taskId).Call);
        }
    }
}
