using System.Text;
using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Piapi;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.Piapi.PiapiOrders;

namespace Atelier.Providers.Tests.Piapi;

/// <summary>From a task to its pictures.</summary>
public sealed class PollTests
{
    private static readonly byte[] Picture = Encoding.ASCII.GetBytes("a picture");
    private static readonly string Inside = Convert.ToBase64String(Picture);

    [Fact]
    [Trait("Requirement", "A-42")]
    public void Pace_Pauses_GrowByHalfToThirtySecondsAndGoOnBeyondFiveMinutes()
    {
        var pauses = Enumerable.Range(0, 20).Select(polls => new PiapiPace().After(polls).TotalSeconds).ToList();

        Assert.Equal([1, 1.5, 2.25, 3.375], pauses[..4]);
        Assert.Equal(30, pauses[9]);
        Assert.Equal(30, new PiapiPace().After(int.MaxValue).TotalSeconds);
        Assert.True(pauses.Sum() > 300);
    }

    [Fact]
    [Trait("Requirement", "A-42")]
    public async Task Poll_Running_IsAskedAgainLaterAndLater()
    {
        await using var bench = await PiapiBench.StartAsync();
        var taskId = await bench.SubmitAsync(Compiled(Create()));

        for (var polls = 0; polls < 5; polls++)
        {
            var running = Assert.IsType<TaskState.Running>(await bench.PollAsync(taskId, polls));
            Assert.Equal(new PiapiPace().After(polls), running.NextPoll);
        }

        Assert.Empty(bench.Spool.Parts);
    }

    [Theory]
    [Trait("Requirement", "A-42")]
    [InlineData("Qubico/flux1-schnell", 1)]
    [InlineData("Qubico/flux1-schnell", 4)]
    [InlineData("gemini#nano-banana-pro", 1)]
    [InlineData("seedream#seedream-5-lite", 1)]
    public async Task Read_Completed_CostsWhatIsBilledAndIsKeptWithoutTheWords(string offer, int pictures)
    {
        await using var bench = await PiapiBench.StartAsync();
        var call = Compiled(Create(offer));
        var submitted = await bench.Provider.SubmitAsync(
            bench.Paid(call) with
            {
                Pictures = pictures,
            },
            PiapiBench.Cancel
        );
        bench.Wire.FinishTasks();

        Assert.IsType<TaskState.Answered>(await bench.PollAsync(Assert.IsType<Submission.Submitted>(submitted).TaskId));

        var answer = await bench.Provider.ReadAsync(call, bench.Spool, PiapiBench.Cancel);
        Assert.Equal((bench.Wire.Bill.NanoDollars, false), (answer.CostNanos, answer.Estimated));
        Assert.Equal(pictures, answer.Pictures.Count);
        Assert.DoesNotContain("fox", Encoding.UTF8.GetString(bench.Spool.Parts["answer"]), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Requirement", "A-42")]
    [InlineData("completed")]
    [InlineData("Completed")]
    [InlineData("COMPLETED")]
    [InlineData("finished")]
    public async Task Poll_DoneInAnyCase_IsAnswered(string status)
    {
        await using var stub = await StubPiapi.WithTaskAsync(
            $$$"""{{{Status(status)}}},"output":{"image_base64":"{{{Inside}}}"}"""
        );

        Assert.IsType<TaskState.Answered>(await PollAsync(stub, new MemorySpool()));
    }

    [Theory]
    [Trait("Requirement", "A-42")]
    [InlineData("pending")]
    [InlineData("Processing")]
    [InlineData("staged")]
    [InlineData("polishing")]
    [InlineData("")]
    public async Task Poll_AnyOtherWord_IsRunning(string status)
    {
        await using var stub = await StubPiapi.WithTaskAsync(Status(status));

        Assert.IsType<TaskState.Running>(await PollAsync(stub, new MemorySpool()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public async Task Poll_BothCodesOfSuccess_AreSuccess(int code)
    {
        await using var stub = await StubPiapi.WithTaskAsync(Status("pending"), code);

        Assert.IsType<TaskState.Running>(await PollAsync(stub, new MemorySpool()));
    }

    [Theory]
    [Trait("Requirement", "A-41")]
    [InlineData("""{"image_base64":"$"}""", 1)]
    [InlineData("""{"image_base64":"data:image/png;base64,$"}""", 1)]
    [InlineData("""{"image_urls":null,"image_url":"","image_base64":"$"}""", 1)]
    [InlineData("""{"data":[{"b64_json":"$"},{"b64_json":"$"}]}""", 2)]
    [InlineData("""{"image_urls":[null,""],"image_base64":"$"}""", 1)]
    public async Task Poll_PicturesWithinTheAnswer_AreKept(string output, int pictures)
    {
        await using var stub = await StubPiapi.WithTaskAsync(
            $$"""{{Status("completed")}},"output":{{output.Replace("$", Inside, StringComparison.Ordinal)}}"""
        );
        var spool = new MemorySpool();

        Assert.IsType<TaskState.Answered>(await PollAsync(stub, spool));

        var answer = await stub.Provider.ReadAsync(Compiled(Create()), spool, PiapiBench.Cancel);
        Assert.Equal(pictures, answer.Pictures.Count);
        Assert.All(answer.Pictures, picture => Assert.Equal(Picture, picture.Bytes.ToArray()));
        Assert.DoesNotContain(Inside, Encoding.UTF8.GetString(spool.Parts["answer"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("null")]
    [InlineData("""{"image_urls":[7]}""")]
    [InlineData("""{"image_urls":["not an address"]}""")]
    [InlineData("""{"image_urls":["https://elsewhere.example.com/a.png"]}""")]
    [InlineData("""{"image_base64":"no base64!"}""")]
    [InlineData("""{"data":[{}]}""")]
    public async Task Poll_CompletedWithoutAPicture_HasFailedTheSecondTimeAndWasPaidFor(string output)
    {
        await using var stub = await StubPiapi.WithTaskAsync($$"""{{Status("completed")}},"output":{{output}}""");
        var spool = new MemorySpool();

        Assert.IsType<TaskState.Running>(await PollAsync(stub, spool));
        var failed = Assert.IsType<TaskState.Failed>(await PollAsync(stub, spool));

        Assert.Equal((FailureKind.TaskFailed, Charge.Charged), (failed.Failure.Kind, failed.Failure.Charge));
        Assert.Null(failed.CostNanos);
        Assert.False(spool.Parts.ContainsKey(AnswerSpool.Answer));
    }

    [Theory]
    [InlineData("\"consume\":150000", Charge.Charged, 15_000_000L)]
    [InlineData("\"consume\":0", Charge.None, 0L)]
    [InlineData("\"consume\":0,\"frozen\":150000", Charge.Charged, null)]
    public async Task Poll_CompletedWithoutAPicture_CostsWhatItSays(string usage, Charge charge, long? nanos)
    {
        await using var stub = await StubPiapi.WithTaskAsync(
            $$$"""{{{Status("completed")}}},"meta":{"usage":{{{{usage}}}}},"output":{}"""
        );
        var spool = new MemorySpool();
        await PollAsync(stub, spool);

        var failed = Assert.IsType<TaskState.Failed>(await PollAsync(stub, spool));

        Assert.Equal((charge, nanos), (failed.Failure.Charge, failed.CostNanos));
    }

    [Fact]
    public async Task Poll_OnePictureThatCanBeHadAmongOthers_IsKept()
    {
        await using var stub = await StubPiapi.WithTaskAsync(
            $$$"""{{{Status("completed")}}},"output":{"data":[{"url":"https://elsewhere.example.com/a.png"},{"b64_json":"{{{Inside}}}"},{}]}"""
        );
        var spool = new MemorySpool();

        Assert.IsType<TaskState.Answered>(await PollAsync(stub, spool));

        var answer = await stub.Provider.ReadAsync(Compiled(Create()), spool, PiapiBench.Cancel);
        Assert.Equal(Picture, Assert.Single(answer.Pictures).Bytes.ToArray());
    }

    [Theory]
    [Trait("Requirement", "A-42")]
    [InlineData("\"consume\":280000", 28_000_000L, false)]
    [InlineData("\"consume\":\"40000\"", 4_000_000L, false)]
    [InlineData("\"consume\":0", 0L, false)]
    [InlineData("\"consume\":0,\"frozen\":200000", 20_000_000L, true)]
    [InlineData("\"consume\":null", null, false)]
    [InlineData("\"consume\":-5", null, false)]
    public async Task Read_Consume_IsTenMillionthsOfADollar(string usage, long? nanos, bool estimated)
    {
        await using var stub = await StubPiapi.WithTaskAsync(
            $$$"""{{{Status("completed")}}},"meta":{"usage":{{{{usage}}}}},"output":{"image_base64":"{{{Inside}}}"}"""
        );
        var spool = new MemorySpool();
        await PollAsync(stub, spool);

        var answer = await stub.Provider.ReadAsync(Compiled(Create()), spool, PiapiBench.Cancel);

        Assert.Equal((nanos, estimated), (answer.CostNanos, answer.Estimated));
    }

    [Theory]
    [InlineData("The task failed", "\"consume\":0", FailureKind.TaskFailed, Charge.None, 0L)]
    [InlineData("The task failed", "\"consume\":150000", FailureKind.TaskFailed, Charge.Charged, 15_000_000L)]
    [InlineData("The task failed", "", FailureKind.TaskFailed, Charge.Unknown, null)]
    [InlineData("The task failed", "\"consume\":0,\"frozen\":150000", FailureKind.TaskFailed, Charge.Unknown, null)]
    [InlineData("NSFW content detected", "\"consume\":0", FailureKind.Refused, Charge.None, 0L)]
    [InlineData("insufficient credits", "\"consume\":0", FailureKind.OutOfCredits, Charge.None, 0L)]
    public async Task Poll_FailedUnderAStatusOfSuccess_SaysWhyAndWhatItCost(
        string message,
        string usage,
        FailureKind kind,
        Charge charge,
        long? nanos
    )
    {
        await using var stub = await StubPiapi.WithTaskAsync(
            $$$"""{{{Status("Failed")}}},"meta":{"usage":{{{{usage}}}}},"error":{"code":10000,"message":"{{{message}}}"}"""
        );

        var failed = Assert.IsType<TaskState.Failed>(await PollAsync(stub, new MemorySpool()));

        Assert.Equal((kind, charge, nanos), (failed.Failure.Kind, failed.Failure.Charge, failed.CostNanos));
        Assert.DoesNotContain(message, failed.Failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"code":404,"message":"task not found","data":null}""", true)]
    [InlineData("""{"code":404,"message":"task not found","data":null}""", true, 200)]
    [InlineData("<html>nothing here</html>", false)]
    public async Task Poll_404_IsPiapisOrNobodys(string body, bool vanished, int status = 404)
    {
        await using var stub = await StubPiapi.AnsweringAsync(status, body);

        if (vanished)
        {
            Assert.IsType<TaskState.Vanished>(await PollAsync(stub, new MemorySpool()));
            return;
        }

        var failure = await PiapiBench.FailAsync(() => PollAsync(stub, new MemorySpool()));
        Assert.Equal(Charge.None, failure.Charge);
    }

    [Fact]
    public async Task Poll_AnotherTaskInTheAnswer_IsUnreadable()
    {
        await using var stub = await StubPiapi.WithTaskAsync(Status("completed"));

        var failure = await PiapiBench.FailAsync(() =>
            stub.Provider.PollAsync("t-2", 0, new MemorySpool(), PiapiBench.Cancel)
        );

        Assert.Equal((FailureKind.Unreadable, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task Check_Account_TellsDollarsAndWhatAFreePlanLacks()
    {
        await using var stub = await StubPiapi.AnsweringAsync(
            200,
            """{"code":200,"data":{"account_name":"a","plan":"Free","credits":5000000,"equivalent_in_usd":"0.5"}}"""
        );

        var check = await stub.Provider.CheckAsync(PiapiBench.Cancel);

        Assert.Equal(0.5m, check.BalanceUsd);
        Assert.Contains("Flux", Assert.Single(check.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poll_FilesOfAFault_ArriveOnce()
    {
        await using var bench = await PiapiBench.StartAsync();
        var submitted = await bench.Provider.SubmitAsync(
            bench.Paid(Compiled(Create())) with
            {
                Pictures = 4,
            },
            PiapiBench.Cancel
        );
        var taskId = Assert.IsType<Submission.Submitted>(submitted).TaskId;
        bench.Wire.FinishTasks();
        bench.Wire.AddFaults(
            new FaultRule
            {
                Action = FaultAction.CutBody,
                Operation = "file",
                Nth = 3,
            }
        );

        await PiapiBench.FailAsync(() => bench.PollAsync(taskId));
        Assert.IsType<TaskState.Answered>(await bench.PollAsync(taskId));

        // The one that broke, and each of the four.
        Assert.Equal(5, bench.Wire.Calls.Count(call => call.Operation == "file"));
    }

    private static string Status(string status) => $"\"status\":\"{status}\"";

    private static Task<TaskState> PollAsync(StubPiapi stub, MemorySpool spool) =>
        stub.Provider.PollAsync("t-1", 0, spool, PiapiBench.Cancel);
}
