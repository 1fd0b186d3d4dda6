using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext;
using Atelier.Providers.LegNext.Jobs;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.LegNext.LegNextOrders;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>From a job to its pictures.</summary>
public sealed class PollTests
{
    [Fact]
    [Trait("Requirement", "A-32")]
    public async Task Poll_PendingStagedProcessing_RunsOnEveryFiveSeconds()
    {
        await using var bench = await LegNextBench.StartAsync();
        var taskId = await bench.SubmitAsync(Create());

        for (var poll = 0; poll < 4; poll++)
        {
            var running = Assert.IsType<TaskState.Running>(await bench.PollAsync(taskId, poll));
            Assert.InRange(running.NextPoll, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
        }

        Assert.Empty(bench.Spool.Parts);
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    [Trait("Requirement", "A-32")]
    public async Task Poll_AfterFiveMinutes_GoesOnMoreSlowly()
    {
        await using var bench = await LegNextBench.StartAsync();
        var taskId = await bench.SubmitAsync(Create());

        var running = Assert.IsType<TaskState.Running>(await bench.PollAsync(taskId, 60));

        Assert.InRange(running.NextPoll, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(36));
        Assert.Single(bench.Wire.Calls, call => call.Method == "POST");
    }

    [Fact]
    public async Task Pace_Shortened_IsKept()
    {
        await using var server = await StubServer.AnsweringAsync(200, """{"job_id":"j","status":"pending"}""");
        using var site = new ProviderSite(LegNextSite.Options(LegNextBench.Key, server.Url), TimeProvider.System);
        var pace = new LegNextPace { First = TimeSpan.Zero, Next = TimeSpan.FromMilliseconds(50) };
        var provider = new LegNextProvider(site, TimeProvider.System, pace);

        var submission = await provider.SubmitAsync(LegNextBench.Paid(Compiled(Create())), LegNextBench.Cancel);
        var state = await provider.PollAsync("j", 0, new MemorySpool(), LegNextBench.Cancel);

        Assert.Equal(TimeSpan.Zero, Assert.IsType<Submission.Submitted>(submission).FirstPoll);
        var next = Assert.IsType<TaskState.Running>(state).NextPoll;
        Assert.InRange(next, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(60));
    }

    [Fact]
    [Trait("Requirement", "A-33")]
    public async Task Poll_Completed_KeepsTheFourPicturesAndNeverTheGrid()
    {
        await using var bench = await LegNextBench.StartAsync();

        var (taskId, answer) = await bench.RunAsync(Compiled(Create()));

        Assert.Equal(
            ["answer", "picture-0", "picture-1", "picture-2", "picture-3"],
            bench.Spool.Parts.Keys.Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain(bench.Wire.Calls, call => call.Path.Contains("grid", StringComparison.Ordinal));
        Assert.Equal(
            bench.Wire.Pictures.Select(picture => picture.Sha256),
            answer.Pictures.Select(picture => Convert.ToHexStringLower(SHA256.HashData(picture.Bytes.Span)))
        );
        Assert.All(answer.Pictures, picture => Assert.Equal(Seed, picture.Seed));
        Assert.Equal(taskId, LegNextCallback.ReadTaskId(bench.Spool.Parts["answer"]));
        Assert.Empty(bench.Wire.Violations);
    }

    [Theory]
    [InlineData("fast", 80_000_000)]
    [InlineData("turbo", 160_000_000)]
    [Trait("Requirement", "A-27")]
    [Trait("Requirement", "A-33")]
    public async Task Read_Completed_CostsWhatIsBilled(string mode, long nanos)
    {
        await using var bench = await LegNextBench.StartAsync();

        var (_, answer) = await bench.RunAsync(Compiled(Create(options: ("mode", mode))));

        Assert.Equal((nanos, false), (answer.CostNanos, answer.Estimated));
        Assert.Equal(nanos, bench.Wire.Bill.NanoDollars);
        Assert.Equal(0, bench.Wire.Bill.FrozenUnits);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [Trait("Requirement", "A-33")]
    public async Task Poll_AddressRunOut_AsksOnceForFreshOnes(int status)
    {
        await using var bench = await LegNextBench.StartAsync();
        bench.Wire.AddFaults(
            new FaultRule
            {
                Action = FaultAction.ExpiredUrl,
                Nth = 3,
                Status = status,
            }
        );

        var (_, answer) = await bench.RunAsync(Compiled(Create()));

        Assert.Equal(4, answer.Pictures.Count);
        Assert.Equal(
            ["diffusion", "job", "file", "file", "file", "file", "job", "file", "file"],
            bench.Wire.Calls.Select(call => call.Operation)
        );
    }

    [Fact]
    public async Task Poll_FreshAddressesRunOutToo_FailsForNowAndGoesOnLater()
    {
        await using var bench = await LegNextBench.StartAsync();
        var taskId = await bench.SubmitAsync(Create());
        bench.Wire.FinishTasks();
        bench.Wire.AddFaults(
            new FaultRule
            {
                Action = FaultAction.ExpiredUrl,
                Nth = 2,
                // Three of the first addresses, and three of the fresh ones.
                Times = 6,
            }
        );

        var failure = await LegNextBench.FailAsync(() => bench.PollAsync(taskId));

        Assert.Equal(Charge.None, failure.Charge);
        Assert.Equal(["looks", "partial", "picture-0"], bench.Spool.Parts.Keys.Order(StringComparer.Ordinal));
        Assert.IsType<TaskState.Answered>(await bench.PollAsync(taskId));
        Assert.Equal(
            ["answer", "looks", "partial", "picture-0", "picture-1", "picture-2", "picture-3"],
            bench.Spool.Parts.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal(4, bench.Wire.Pictures.Count);
    }

    [Theory]
    [InlineData(false, Charge.None, 0)]
    [InlineData(true, Charge.Charged, 80_000_000)]
    [Trait("Requirement", "A-34")]
    public async Task Poll_Failed_CostsWhatWasTaken(bool billed, Charge charge, long nanos)
    {
        await using var bench = await LegNextBench.StartAsync();
        bench.Fault(FaultAction.FailedTask, billed: billed);
        var taskId = await bench.SubmitAsync(Create());
        bench.Wire.FinishTasks();

        var failed = Assert.IsType<TaskState.Failed>(await bench.PollAsync(taskId));

        Assert.Equal((FailureKind.TaskFailed, charge), (failed.Failure.Kind, failed.Failure.Charge));
        Assert.Equal(nanos, failed.CostNanos);
        Assert.Equal(nanos, bench.Wire.Bill.NanoDollars);
        Assert.DoesNotContain("upstream", failed.Failure.ToString());
    }

    [Theory]
    [InlineData(404, "<html>nothing here</html>", FailureKind.ModelGone)]
    [InlineData(401, "{}", FailureKind.Unauthorized)]
    [InlineData(500, "{}", FailureKind.ServerError)]
    [InlineData(200, "no json", FailureKind.Unreadable)]
    [InlineData(200, """{"job_id":"another","status":"pending"}""", FailureKind.Unreadable)]
    public async Task Poll_NoJobInTheAnswer_CostsNothingAndCanBeTriedAgain(int status, string body, FailureKind kind)
    {
        await using var server = await StubServer.AnsweringAsync(status, body);

        var failure = await LegNextBench.FailAsync(() => PollAsync(server.Url));

        Assert.Equal((kind, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    [Trait("Requirement", "A-32")]
    public async Task Poll_WordNobodyKnows_IsRunning()
    {
        await using var server = await StubServer.AnsweringAsync(200, """{"job_id":"j","status":"Polishing"}""");

        Assert.IsType<TaskState.Running>(await PollAsync(server.Url));
    }

    [Fact]
    [Trait("Requirement", "A-34")]
    public async Task Poll_FailedForItsContent_IsARefusal()
    {
        await using var server = await StubServer.AnsweringAsync(
            200,
            """{"job_id":"j","status":"failed","error":{"code":1,"message":"","raw_message":"Banned prompt: Zanzibar"}}"""
        );

        var failed = Assert.IsType<TaskState.Failed>(await PollAsync(server.Url));

        Assert.Equal((FailureKind.Refused, Charge.Unknown), (failed.Failure.Kind, failed.Failure.Charge));
        Assert.Null(failed.CostNanos);
        Assert.DoesNotContain("Zanzibar", failed.Failure.ToString());
    }

    [Theory]
    [InlineData("http://elsewhere.example/mj/j_0.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("not an address")]
    [InlineData("")]
    public async Task Poll_PictureElsewhere_IsNotFetched(string address)
    {
        var spool = new MemorySpool();
        await using var server = await StubServer.AnsweringAsync(
            200,
            Completed("diffusion", [address], "g").ToJsonString()
        );

        var failure = await LegNextBench.FailAsync(() => PollAsync(server.Url, spool));

        Assert.Equal((FailureKind.Unreadable, Charge.None), (failure.Kind, failure.Charge));
        Assert.Empty(spool.Parts);
        Assert.All(server.Requests, request => Assert.Equal("/api/v1/job/j", request.Path));
    }

    [Fact]
    public async Task Poll_CompletedWithTheGridOnly_IsNotDone()
    {
        await using var server = await StubServer.AnsweringAsync(
            200,
            Completed("diffusion", [], "https://x.test/g.png").ToJsonString()
        );

        var failure = await LegNextBench.FailAsync(() => PollAsync(server.Url));

        Assert.Equal((FailureKind.Unreadable, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    [Trait("Requirement", "A-33")]
    public async Task Read_NoUsageTold_EstimatesByTheList()
    {
        var answer = await ReadAsync(job => job["meta"] = null);

        Assert.Equal((80_000_000, true), (answer.CostNanos, answer.Estimated));
    }

    [Fact]
    public async Task Read_NotSettledYet_EstimatesByWhatIsSetAside()
    {
        var answer = await ReadAsync(job =>
            job["meta"] = new JsonObject
            {
                ["usage"] = new JsonObject { ["frozen"] = 160, ["consume"] = 0 },
            }
        );

        Assert.Equal((160_000_000, true), (answer.CostNanos, answer.Estimated));
    }

    [Fact]
    public async Task Read_PictureMissing_MakesNoSense()
    {
        var spool = new MemorySpool();
        spool.Put("answer", System.Text.Encoding.UTF8.GetBytes(Completed("upscale", ["u"], "u").ToJsonString()));

        var failure = await LegNextBench.FailAsync(() =>
            LegNextReader.ReadAsync(Compiled(Create()), spool, LegNextBench.Cancel)
        );

        Assert.Equal(FailureKind.Unreadable, failure.Kind);
    }

    private static async Task<ProviderAnswer> ReadAsync(Action<JsonObject> change)
    {
        var job = Completed("diffusion", ["u"], "g");
        change(job);
        var spool = new MemorySpool();
        spool.Put("answer", System.Text.Encoding.UTF8.GetBytes(job.ToJsonString()));
        spool.Put("picture-0", [1, 2, 3]);
        return await LegNextReader.ReadAsync(Compiled(Create()), spool, LegNextBench.Cancel);
    }

    private static JsonObject Completed(string kind, string[] pictures, string grid) =>
        new()
        {
            ["job_id"] = "j",
            ["task_type"] = kind,
            ["status"] = "completed",
            ["output"] = new JsonObject
            {
                ["image_url"] = grid,
                ["image_urls"] =
                    pictures.Length == 0 ? null : new JsonArray([.. pictures.Select(url => JsonValue.Create(url))]),
                ["seed"] = "9",
            },
            ["meta"] = new JsonObject { ["usage"] = new JsonObject { ["consume"] = 80 } },
        };

    private static async Task<TaskState> PollAsync(Uri address, AnswerSpool? spool = null)
    {
        using var site = new ProviderSite(LegNextSite.Options(LegNextBench.Key, address), TimeProvider.System);
        return await new LegNextProvider(site, TimeProvider.System).PollAsync(
            "j",
            0,
            spool ?? new MemorySpool(),
            LegNextBench.Cancel
        );
    }
}
