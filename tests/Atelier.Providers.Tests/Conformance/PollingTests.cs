using System.Net;
using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>A task is asked for until its pictures are there, whatever happens on the way; or there are none, and nobody is asked.</summary>
[Trait("Requirement", "B-17")]
public abstract class PollingTests<TWire>(ConformanceBench<TWire> bench) : ConformanceTests<TWire>(bench)
    where TWire : WireUnderTest, new()
{
    [Fact]
    public async Task Poll_NoTasks_AsksNobody()
    {
        if (Wire.AsksForTasks)
        {
            // A task that nobody has.
            Assert.IsType<TaskState.Vanished>(await Adapter.PollAsync("nowhere", 0, new MemorySpool(), Cancel));
            return;
        }

        Assert.IsType<TaskState.Vanished>(await Adapter.PollAsync("task", 0, new MemorySpool(), Cancel));
        Assert.Equal(CancelAnswer.NotPossible, await Adapter.CancelAsync("task", Cancel));
        Assert.False(await Adapter.HasTaskAsync("task", Cancel));
        Assert.Empty(Emulated.Calls);
    }

    [Fact]
    public async Task Run_SlowWork_IsWaitedFor()
    {
        Emulated.TaskDuration = null;
        var paid = Paid(Compiled(await AnyOrderAsync()));
        var submit = Adapter.SubmitAsync(paid, Cancel);
        if (Wire.HasTasks)
        {
            var (taskId, first) = Told(await submit);
            Assert.InRange(first, TimeSpan.Zero, TimeSpan.FromMinutes(1));
            for (var polls = 0; polls < 3; polls++)
            {
                var state = await Adapter.PollAsync(taskId, polls, paid.Spool, Cancel);
                var running = Assert.IsType<TaskState.Running>(state);
                Assert.InRange(running.NextPoll, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
                Assert.InRange(running.Progress ?? 0, 0, 100);
                Bench.Time.Advance(running.NextPoll);
            }

            Emulated.FinishTasks();
            await FetchAsync(Adapter, taskId, paid.Spool);
        }
        else
        {
            await Emulated.WaitForCallsAsync(1, Cancel);
            Bench.Time.Advance(Adapter.PostTimeoutOf(paid.Call) - TimeSpan.FromSeconds(1));
            Assert.False(submit.IsCompleted);
            while (Emulated.FinishTasks() == 0)
            {
                await TestKit.Time.TestPause.NextAsync(Cancel);
            }

            var answered = await submit;
            Assert.Equal(Wire.NamesAddresses, answered is Submission.Submitted);
            if (answered is Submission.Submitted addresses)
            {
                await FetchAsync(Adapter, addresses.TaskId, paid.Spool);
            }
        }

        Assert.NotEmpty((await Adapter.ReadAsync(paid.Call, paid.Spool, Cancel)).Pictures);
        Assert.Empty(Emulated.Violations);
    }

    /// <summary>At the first question, and at the first file where there are some.</summary>
    [Theory]
    [InlineData(FaultAction.TooManyRequests, 1)]
    [InlineData(FaultAction.ErrorBefore, 1)]
    [InlineData(FaultAction.CutBody, 1)]
    [InlineData(FaultAction.BrokenJson, 1)]
    [InlineData(FaultAction.WrongLength, 1)]
    [InlineData(FaultAction.WrongMime, 1)]
    [InlineData(FaultAction.Redirect, 1)]
    [InlineData(FaultAction.TooManyRequests, 2)]
    [InlineData(FaultAction.ErrorBefore, 2)]
    [InlineData(FaultAction.CutHeaders, 2)]
    [InlineData(FaultAction.CutBody, 2)]
    [InlineData(FaultAction.WrongLength, 2)]
    [InlineData(FaultAction.WrongMime, 2)]
    [InlineData(FaultAction.Redirect, 2)]
    public async Task Poll_Fault_CostsNothingAndTheNextOneBringsThePictures(FaultAction action, int nth)
    {
        if (await StartAsync(Wire.NamesAddresses) is not var (paid, taskId))
        {
            return;
        }

        Emulated.FinishTasks();
        Fault(action, nth: nth);
        var (last, failures) = await InsistAsync(taskId, paid.Spool);

        Assert.IsType<TaskState.Answered>(last);
        Assert.All(failures, failure => Assert.Equal(Charge.None, failure.Charge));
        Assert.All(failures, failure => AssertTellsNothing(failure, paid.Call));
        Assert.Equal(IsPlayed(action, nth) ? 1 : 0, Emulated.Faults[0].Played);
        var answer = await Adapter.ReadAsync(paid.Call, paid.Spool, Cancel);
        Assert.Equal(SentFor(taskId), answer.Pictures.Select(Pictures.Sha));
        Assert.Single(Emulated.Calls, call => call.Method == "POST");
    }

    [Theory]
    [InlineData(403, 1)]
    [InlineData(404, 1)]
    [InlineData(403, 2)]
    public async Task Poll_AddressRunOut_TakesAFreshOne(int status, int times)
    {
        if (!Wire.HasAddresses || await StartAsync(Wire.NamesAddresses) is not var (paid, taskId))
        {
            Assert.False(Wire.HasTasks && Wire.HasAddresses);
            return;
        }

        Emulated.FinishTasks();
        Emulated.AddFaults(
            new FaultRule
            {
                Action = FaultAction.ExpiredUrl,
                Status = status,
                Times = times,
            }
        );
        var (last, _) = await InsistAsync(taskId, paid.Spool);

        Assert.IsType<TaskState.Answered>(last);
        var answer = await Adapter.ReadAsync(paid.Call, paid.Spool, Cancel);
        Assert.Equal(SentFor(taskId), answer.Pictures.Select(Pictures.Sha));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poll_FailedTask_EndsWithWhatItCost(bool billed)
    {
        if (!Wire.HasTasks)
        {
            Assert.Null(Adapter.ReadCallback("""{"id":"task"}"""u8));
            return;
        }

        var call = Compiled(await AnyOrderAsync());
        Fault(FaultAction.FailedTask, billed: billed);
        var (taskId, _) = Told(await Adapter.SubmitAsync(Paid(call), Cancel));
        Emulated.FinishTasks();

        var failed = Assert.IsType<TaskState.Failed>(await Adapter.PollAsync(taskId, 0, new MemorySpool(), Cancel));

        Assert.Equal(FailureKind.TaskFailed, failed.Failure.Kind);
        AssertAgreesWithTheBill(failed.Failure.Charge);
        Assert.True(failed.CostNanos is null || failed.CostNanos == Emulated.Bill.NanoDollars);
        AssertTellsNothing(failed.Failure, call);
    }

    [Fact]
    public async Task Poll_TaskThatVanished_SaysSo()
    {
        if (await StartAsync() is not var (paid, taskId))
        {
            return;
        }

        Fault(FaultAction.VanishedTask);

        Assert.IsType<TaskState.Vanished>(await Adapter.PollAsync(taskId, 0, paid.Spool, Cancel));
        Assert.False(await Adapter.HasTaskAsync(taskId, Cancel));
    }

    [Fact]
    public async Task Cancel_RunningTask_IsAnsweredAsDeclared()
    {
        if (await StartAsync() is not var (paid, taskId))
        {
            return;
        }

        var answer = await Adapter.CancelAsync(taskId, Cancel);

        Assert.Equal(Wire.Cancelling, answer);
        Emulated.FinishTasks();
        if (answer == CancelAnswer.Confirmed)
        {
            Assert.Equal(0, Emulated.Bill.NanoDollars);
            Assert.IsNotType<TaskState.Answered>(await Adapter.PollAsync(taskId, 0, paid.Spool, Cancel));
            return;
        }

        await FetchAsync(Adapter, taskId, paid.Spool);
        Assert.NotEmpty((await Adapter.ReadAsync(paid.Call, paid.Spool, Cancel)).Pictures);
    }

    [Fact]
    public async Task Cancel_TaskThatIsDone_LosesNoPicture()
    {
        if (await StartAsync() is not var (paid, taskId))
        {
            return;
        }

        Emulated.FinishTasks();

        Assert.NotEqual(CancelAnswer.Confirmed, await Adapter.CancelAsync(taskId, Cancel));

        await FetchAsync(Adapter, taskId, paid.Spool);
        Assert.NotEmpty((await Adapter.ReadAsync(paid.Call, paid.Spool, Cancel)).Pictures);
    }

    [Fact]
    public async Task Callback_EndOfATask_NamesIt()
    {
        Assert.Null(Adapter.ReadCallback("no json"u8));
        Assert.Null(Adapter.ReadCallback("[]"u8));
        if (!Wire.CallsBack)
        {
            return;
        }

        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var door = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.NoContent;
            came.TrySetResult();
            return Task.CompletedTask;
        });
        var callback = new Uri(door.Url, "/v1/callbacks/token");
        var paid = Paid(Compiled(await AnyOrderAsync()), callback: callback);
        var (taskId, _) = Told(await Adapter.SubmitAsync(paid, Cancel));

        Emulated.FinishTasks();

        await came.Task.WaitAsync(Cancel);
        var request = door.Requests[^1];
        Assert.Equal("/v1/callbacks/token", request.Path);
        Assert.Equal(taskId, Adapter.ReadCallback(System.Text.Encoding.UTF8.GetBytes(request.Body), request.Headers));
        Assert.True(await Adapter.HasTaskAsync(taskId, Cancel));
        Assert.False(await Adapter.HasTaskAsync("nowhere", Cancel));
        Assert.Empty(Emulated.Violations);
    }

    private static (string TaskId, TimeSpan First) Told(Submission submission)
    {
        var submitted = Assert.IsType<Submission.Submitted>(submission);
        return (submitted.TaskId, submitted.FirstPoll);
    }

    // Addresses alone have no question before their file, and one picture has one.
    private bool IsPlayed(FaultAction action, int nth) =>
        Wire.NamesAddresses ? nth == 1 && action != FaultAction.BrokenJson : nth == 1 || Wire.HasFiles;

    // Null where the wire has no tasks, of which the first test speaks.
    private async Task<(Calls.PaidCall Paid, string TaskId)?> StartAsync(bool too = false)
    {
        if (!Wire.HasTasks && !too)
        {
            return null;
        }

        var paid = Paid(Compiled(await AnyOrderAsync()));
        return (paid, Told(await Adapter.SubmitAsync(paid, Cancel)).TaskId);
    }

    private async Task<(TaskState? Last, List<ProviderException> Failures)> InsistAsync(
        string taskId,
        AnswerSpool spool
    )
    {
        TaskState? last = null;
        var failures = new List<ProviderException>();
        for (var polls = 0; polls < 5 && last is not TaskState.Answered; polls++)
        {
            try
            {
                last = await Adapter.PollAsync(taskId, polls, spool, Cancel);
            }
            catch (ProviderException failure)
            {
                failures.Add(failure);
            }
        }

        return (last, failures);
    }
}
