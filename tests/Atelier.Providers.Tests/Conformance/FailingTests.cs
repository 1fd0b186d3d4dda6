using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>Whatever goes wrong at the paid POST means what is declared of the wire, and never less than the bill.</summary>
[Trait("Requirement", "B-17")]
public abstract class FailingTests<TWire>(ConformanceBench<TWire> bench) : ConformanceTests<TWire>(bench)
    where TWire : WireUnderTest, new()
{
    [Theory]
    [InlineData(FaultAction.TooManyRequests, null)]
    [InlineData(FaultAction.OutOfCredits, null)]
    [InlineData(FaultAction.Unauthorized, null)]
    [InlineData(FaultAction.ErrorBefore, 500)]
    [InlineData(FaultAction.ErrorBefore, 502)]
    [InlineData(FaultAction.ErrorBefore, 503)]
    [InlineData(FaultAction.ErrorAfter, 500)]
    [InlineData(FaultAction.ErrorAfter, 504)]
    [InlineData(FaultAction.CutBefore, null)]
    [InlineData(FaultAction.CutAfter, null)]
    [InlineData(FaultAction.CutHeaders, null)]
    [InlineData(FaultAction.CutBody, null)]
    [InlineData(FaultAction.WrongLength, null)]
    [InlineData(FaultAction.WrongMime, null)]
    [InlineData(FaultAction.BrokenJson, null)]
    [InlineData(FaultAction.Redirect, null)]
    public async Task Submit_Fault_MeansWhatIsDeclared(FaultAction action, int? status)
    {
        var paid = Paid(Compiled(await AnyOrderAsync()));
        Fault(action, status);

        var failure = await FailAsync(paid);

        var declared = Wire.MeaningOf(action, status);
        Assert.Equal(declared, failure is null ? null : new Meaning(failure.Kind, failure.Charge));
        Assert.Single(Emulated.Calls, call => call.Method == "POST");
        Assert.Equal(1, Assert.Single(Emulated.Faults).Played);
        AssertAgreesWithTheBill(failure?.Charge ?? Charge.Unknown);
        Assert.Empty(Emulated.Violations);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    public async Task Submit_PageInPlaceOfTheAnswer_IsUnreadable(string type)
    {
        await using var server = await StubServer.AnsweringAsync(200, "<html><body>{}</body></html>", type);
        using var site = Bench.SiteAt(server.Url);
        var call = Compiled(await AnyOrderAsync());

        var failure = await FailAsync(Paid(call), Wire.Adapter(site, Bench.Time));

        Assert.NotNull(failure);
        Assert.Equal(Wire.MeaningOf(FaultAction.BrokenJson, null), new Meaning(failure.Kind, failure.Charge));
    }

    [Theory]
    [InlineData(FaultAction.HangBefore)]
    [InlineData(FaultAction.HangAfter)]
    public async Task Submit_NoAnswerInTime_IsLost(FaultAction action)
    {
        var spool = new MemorySpool();
        var paid = Paid(Compiled(await AnyOrderAsync()), spool: spool);
        var before = Emulated.Calls.Count;
        Fault(action);
        var submit = Adapter.SubmitAsync(paid, Cancel);
        await Emulated.WaitForCallsAsync(before + 1, Cancel);

        Bench.Time.Advance(Adapter.PostTimeoutOf(paid.Call));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => submit);
        Assert.Equal((FailureKind.Lost, Charge.Unknown), (failure.Kind, failure.Charge));
        Assert.Empty(spool.Parts);
        AssertTellsNothing(failure, paid.Call);
    }

    [Fact]
    public async Task Submit_TooManyRequests_SaysHowLongToWait()
    {
        var call = Compiled(await AnyOrderAsync());
        Emulated.AddFaults(new FaultRule { Action = FaultAction.TooManyRequests, RetryAfter = 17 });

        var failure = await FailAsync(Paid(call));

        Assert.NotNull(failure);
        Assert.Equal((TimeSpan.FromSeconds(17), 429), (failure.RetryAfter, failure.Status));
    }

    [Fact]
    public async Task Run_WordsAgainstThePolicy_AreRefused()
    {
        var failure = await FailAsync(Paid(Compiled(await AnyOrderAsync(Wire.RefusedPrompt))));

        Assert.NotNull(failure);
        Assert.Equal(Wire.Refusal, new Meaning(failure.Kind, failure.Charge));
        AssertAgreesWithTheBill(failure.Charge);
        Assert.Empty(Emulated.Violations);
    }

    [Fact]
    public async Task Submit_CallerLeavesAfterItWasSent_IsLostWithAnUnknownCharge()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var call = Compiled(await AnyOrderAsync());
        var before = Emulated.Calls.Count;
        Fault(FaultAction.HangAfter);
        var submit = Adapter.SubmitAsync(Paid(call), leaving.Token);
        await Emulated.WaitForCallsAsync(before + 1, Cancel);

        await leaving.CancelAsync();

        var failure = await Assert.ThrowsAsync<ProviderException>(() => submit);
        Assert.Equal((FailureKind.Lost, Charge.Unknown), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task Submit_AnswerCannotBeKept_IsNotTakenForKept()
    {
        var spool = new BrokenSpool();
        var paid = Paid(Compiled(await AnyOrderAsync()), spool: spool);

        if (Wire.HasTasks)
        {
            var task = Assert.IsType<Submission.Submitted>(await Adapter.SubmitAsync(paid, Cancel));
            Emulated.FinishTasks();
            await Assert.ThrowsAnyAsync<Exception>(() => Adapter.PollAsync(task.TaskId, 0, spool, Cancel));
            var kept = new MemorySpool();
            await FetchAsync(Adapter, task.TaskId, kept);
            Assert.NotEmpty((await Adapter.ReadAsync(paid.Call, kept, Cancel)).Pictures);
            return;
        }

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Adapter.SubmitAsync(paid, Cancel));
        Assert.Equal((FailureKind.Lost, Charge.Unknown), (failure.Kind, failure.Charge));
    }
}
