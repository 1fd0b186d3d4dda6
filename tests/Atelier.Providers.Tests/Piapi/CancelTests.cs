using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.Piapi.PiapiOrders;

namespace Atelier.Providers.Tests.Piapi;

/// <summary>A wish to stop a task, and what is believed of it: the task itself, and only where it says that it cost nothing.</summary>
public sealed class CancelTests
{
    [Fact]
    public async Task Cancel_TaskThatRuns_IsIgnoredAndGoesOn()
    {
        await using var bench = await PiapiBench.StartAsync();
        var taskId = await bench.SubmitAsync(Compiled(Create()));
        await bench.PollAsync(taskId);
        await bench.PollAsync(taskId);

        Assert.Equal(CancelAnswer.Ignored, await bench.Provider.CancelAsync(taskId, PiapiBench.Cancel));

        bench.Wire.FinishTasks();
        Assert.IsType<TaskState.Answered>(await bench.PollAsync(taskId));
    }

    // Said to be canceled, and charged or done all the same.
    [Theory]
    [InlineData("failed", "\"consume\":15000", CancelAnswer.Ignored)]
    [InlineData("completed", "\"consume\":15000", CancelAnswer.Ignored)]
    [InlineData("processing", "\"consume\":0", CancelAnswer.Ignored)]
    [InlineData("Cancelled", "\"consume\":0", CancelAnswer.Confirmed)]
    [InlineData("failed", "\"consume\":0", CancelAnswer.Confirmed)]
    [InlineData("failed", "\"consume\":0,\"frozen\":0", CancelAnswer.Confirmed)]
    [InlineData("failed", "\"consume\":0,\"frozen\":15000", CancelAnswer.Ignored)]
    // What it does not tell is not known to be nothing.
    [InlineData("failed", "", CancelAnswer.Ignored)]
    [InlineData("canceled", "\"frozen\":0", CancelAnswer.Ignored)]
    [InlineData("cancelled", "\"consume\":null", CancelAnswer.Ignored)]
    public async Task Cancel_Confirmed_IsBelievedFromTheTaskItself(string status, string usage, CancelAnswer answer)
    {
        await using var stub = await StubPiapi.WithTaskAsync(
            $$$"""{{{Status(status)}}},"meta":{"usage":{{{{usage}}}}}"""
        );

        Assert.Equal(answer, await stub.Provider.CancelAsync("t-1", PiapiBench.Cancel));
        Assert.Equal(["DELETE", "GET"], stub.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Cancel_AnsweredByNothing_IsLookedUp()
    {
        await using var bench = await PiapiBench.StartAsync();
        var taskId = await bench.SubmitAsync(Compiled(Create()));
        bench.Fault(FaultAction.BrokenJson, "cancel");

        Assert.Equal(CancelAnswer.Confirmed, await bench.Provider.CancelAsync(taskId, PiapiBench.Cancel));
        Assert.Equal(0, bench.Wire.Bill.NanoDollars);
    }

    [Theory]
    [InlineData(400, CancelAnswer.Ignored)]
    [InlineData(404, CancelAnswer.Ignored)]
    [InlineData(405, CancelAnswer.NotPossible)]
    public async Task Cancel_NotTaken_TheWorkGoesOn(int status, CancelAnswer answer)
    {
        await using var stub = await StubPiapi.AnsweringAsync(status, "{}");

        Assert.Equal(answer, await stub.Provider.CancelAsync("t-1", PiapiBench.Cancel));
        Assert.Single(stub.Requests);
    }

    // The confirmation was lost: the next question must not take the task for one that runs.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Poll_StoppedTask_HasEndedForNothing(bool saysCancelled)
    {
        await using var bench = await PiapiBench.StartAsync(new PiapiHabits { SaysCancelled = saysCancelled });
        var taskId = await bench.SubmitAsync(Compiled(Create()));
        bench.Fault(FaultAction.CutBody, "state");
        await PiapiBench.FailAsync(() => bench.Provider.CancelAsync(taskId, PiapiBench.Cancel));

        var failed = Assert.IsType<TaskState.Failed>(await bench.PollAsync(taskId));

        Assert.Equal((FailureKind.TaskFailed, Charge.None), (failed.Failure.Kind, failed.Failure.Charge));
        Assert.Equal(0, failed.CostNanos);
    }

    [Theory]
    [InlineData("cancelled")]
    [InlineData("Canceled")]
    public async Task Poll_StoppedInEitherSpelling_IsOver(string status)
    {
        await using var stub = await StubPiapi.WithTaskAsync($$$"""{{{Status(status)}}},"meta":{}""");

        var failed = Assert.IsType<TaskState.Failed>(
            await stub.Provider.PollAsync("t-1", 0, new MemorySpool(), PiapiBench.Cancel)
        );

        Assert.Equal((Charge.Unknown, null), (failed.Failure.Charge, failed.CostNanos));
    }

    // It stopped, and nobody says whether it was charged: so the work is followed to its end, and its price stays in the book.
    [Fact]
    public async Task Cancel_StoppedTaskThatDoesNotTellItsCost_IsNotTakenForFree()
    {
        await using var bench = await PiapiBench.StartAsync(new PiapiHabits { TellsUsage = false });
        var taskId = await bench.SubmitAsync(Compiled(Create()));

        Assert.Equal(CancelAnswer.Ignored, await bench.Provider.CancelAsync(taskId, PiapiBench.Cancel));

        var failed = Assert.IsType<TaskState.Failed>(await bench.PollAsync(taskId));
        Assert.Equal((Charge.Unknown, null), (failed.Failure.Charge, failed.CostNanos));
    }

    private static string Status(string status) => $"\"status\":\"{status}\"";
}
