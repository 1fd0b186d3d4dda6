using System.Text;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Stability;
using Atelier.Providers.Tests.Conformance;
using Atelier.Providers.Tests.Serving;
using Microsoft.AspNetCore.Http;

namespace Atelier.Providers.Tests.Stability;

[Trait("Requirement", "C-36")]
public sealed class TaskTests(ConformanceBench<StabilityWire> bench) : StabilityTests(bench)
{
    private const string Old = "/v2beta/stable-image/upscale/creative/result/t1";

    private readonly MemorySpool _spool = new();

    [Fact]
    public async Task Run_CreativeUpscale_SendsThisFormAndCostsTheBill()
    {
        Emulated.TaskDuration = null;
        var call = Call();

        var task = Assert.IsType<Submission.Submitted>(await Adapter.SubmitAsync(Paid(call), Cancel));
        var running = Assert.IsType<TaskState.Running>(await Adapter.PollAsync(task.TaskId, 0, _spool, Cancel));
        Emulated.FinishTasks();
        Assert.IsType<TaskState.Answered>(await Adapter.PollAsync(task.TaskId, 1, _spool, Cancel));
        var answer = await Adapter.ReadAsync(call, _spool, Cancel);

        var sent = LastPost();
        Assert.Equal("/v2beta/stable-image/upscale/creative", sent.Path);
        Assert.Equal(
            "prompt=The same picture, sharp and clean, true to its subject, colours and composition.|seed=7|output_format=png",
            Fields(sent)
        );
        Assert.Equal("image", Files(sent));
        Assert.Matches("^[0-9a-f]{64}$", task.TaskId);
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)), (task.FirstPoll, running.NextPoll));
        Assert.Equal(SentFor(task.TaskId), answer.Pictures.Select(Conformance.Pictures.Sha));
        Assert.Equal((600_000_000, true), (answer.CostNanos, answer.Estimated));
        Assert.Equal(600_000_000, Emulated.Bill.NanoDollars);
        Assert.Equal(7, Assert.Single(answer.Pictures).Seed);
        Assert.Empty(Emulated.Violations);
    }

    [Fact]
    public async Task SubmitAsync_PictureAboveAMegapixel_IsSentSmaller()
    {
        var source = Bench.Sources.Add(TestPictures.Varied(1792, 1008, 3));
        var operation = new Upscale(source, true, false);
        var order = Order("stable-image/upscale/creative", operation, 1792, 1008, new PixelSize(3840, 2160));
        var call = Ready(order with { Source = order.Source! with { Id = source } });

        Assert.IsType<Submission.Submitted>(await Adapter.SubmitAsync(Paid(call), Cancel));

        // The emulator refuses what is larger.
        Assert.Empty(Emulated.Violations);
    }

    [Theory]
    [InlineData(FaultAction.TooManyRequests, FailureKind.RateLimited, Charge.None)]
    [InlineData(FaultAction.Refuse, FailureKind.Refused, Charge.None)]
    [InlineData(FaultAction.ErrorAfter, FailureKind.ServerError, Charge.Unknown)]
    [InlineData(FaultAction.CutAfter, FailureKind.Lost, Charge.Unknown)]
    [InlineData(FaultAction.BrokenJson, FailureKind.Unreadable, Charge.Unknown)]
    public async Task SubmitAsync_Fault_SaysWhatIsKnownOfTheCharge(FaultAction action, FailureKind kind, Charge charge)
    {
        Fault(action);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Adapter.SubmitAsync(Paid(Call()), Cancel));

        Assert.Equal((kind, charge), (failure.Kind, failure.Charge));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":7}""")]
    [InlineData("[]")]
    public async Task SubmitAsync_NoTaskNamed_IsUnreadableWithAnUnknownCharge(string body)
    {
        await using var server = await StubServer.AnsweringAsync(200, body);
        using var site = Bench.SiteAt(server.Url);

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            new StabilityProvider(site, Bench.Time).SubmitAsync(Paid(Call()), Cancel)
        );

        Assert.Equal((FailureKind.Unreadable, Charge.Unknown), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task PollAsync_OnlyTheOldWayIsThere_IsAskedByIt()
    {
        await using var server = await StubServer.StartAsync(context => AnswerOldAsync(context, 200));

        Assert.IsType<TaskState.Answered>(await PollAsync(server));

        Assert.Equal(["/v2beta/results/t1", Old], server.Requests.Select(request => request.Path));
        var picture = Assert.Single((await Adapter.ReadAsync(Call(), _spool, Cancel)).Pictures);
        Assert.Equal([1, 2, 3], picture.Bytes.ToArray());
        Assert.Equal(9, picture.Seed);
    }

    [Theory]
    [InlineData(202)]
    [InlineData(404)]
    public async Task PollAsync_NotThereYetOrAnyMore_LeavesTheSpoolEmpty(int status)
    {
        await using var server = await StubServer.StartAsync(context => AnswerOldAsync(context, status));

        var state = await PollAsync(server);

        Assert.Equal(status == 202 ? typeof(TaskState.Running) : typeof(TaskState.Vanished), state.GetType());
        Assert.Empty(_spool.Parts);
    }

    [Fact]
    public async Task PollAsync_SomethingElseStandsThere_IsAskedAgain()
    {
        await using var server = await StubServer.AnsweringAsync(404, "<html>nothing here</html>");

        await Assert.ThrowsAsync<ProviderException>(() => PollAsync(server));
    }

    [Fact]
    public async Task PollAsync_ForLong_AsksLessOften()
    {
        await using var server = await StubServer.AnsweringAsync(202, "{}");
        using var site = Bench.SiteAt(server.Url);

        var late = await new StabilityProvider(site, Bench.Time).PollAsync("t1", 60, _spool, Cancel);

        Assert.Equal(TimeSpan.FromMinutes(1), Assert.IsType<TaskState.Running>(late).NextPoll);
    }

    [Theory]
    [InlineData(403, "content_moderation", FailureKind.Refused)]
    [InlineData(422, "unprocessable_entity", FailureKind.TaskFailed)]
    public async Task PollAsync_TaskIsJudged_HasFailedForFree(int status, string name, FailureKind kind)
    {
        await using var server = await StubServer.AnsweringAsync(status, $$"""{"name":"{{name}}","errors":[]}""");

        var failed = Assert.IsType<TaskState.Failed>(await PollAsync(server));

        Assert.Equal((kind, Charge.None), (failed.Failure.Kind, failed.Failure.Charge));
    }

    [Theory]
    [InlineData(400, "{}")]
    [InlineData(401, "{}")]
    [InlineData(429, "{}")]
    [InlineData(500, "{}")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"id":"t1","status":"in-progress"}""")]
    [InlineData(200, """{"result":"AQI""")]
    [InlineData(200, """{"result":"not base64!","finish_reason":"SUCCESS"}""")]
    public async Task PollAsync_AnswerIsOfNoUse_IsAskedAgainForFree(int status, string body)
    {
        await using var server = await StubServer.AnsweringAsync(status, body);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => PollAsync(server));

        Assert.Equal(Charge.None, failure.Charge);
        Assert.False(_spool.Parts.ContainsKey(AnswerSpool.Answer));
    }

    [Fact]
    public async Task PollAsync_PictureFiltered_IsARefusalThatWasCharged()
    {
        await using var server = await StubServer.AnsweringAsync(
            200,
            """{"result":"AQID","finish_reason":"CONTENT_FILTERED","seed":1}"""
        );

        Assert.IsType<TaskState.Answered>(await PollAsync(server));
        var failure = await Assert.ThrowsAsync<ProviderException>(() => Adapter.ReadAsync(Call(), _spool, Cancel));

        Assert.Equal((FailureKind.Refused, Charge.Charged), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task CheckAsync_Balance_IsCreditsInDollars()
    {
        await RunAsync(await OrderAsync(Case("stable-image-ultra stable-image/generate/ultra TextToImage")));

        var check = await Adapter.CheckAsync(Cancel);

        // A million credits less eight.
        Assert.Equal(9_999.92m, check.BalanceUsd);
        Assert.Empty(check.Notes);
    }

    [Theory]
    [InlineData("""{"credits":42.5}""", 0.425)]
    [InlineData("""{"credits":"0"}""", 0)]
    public async Task CheckAsync_AnyNumber_IsRead(string body, double dollars)
    {
        await using var server = await StubServer.AnsweringAsync(200, body);
        using var site = Bench.SiteAt(server.Url);

        Assert.Equal((decimal)dollars, (await new StabilityProvider(site, Bench.Time).CheckAsync(Cancel)).BalanceUsd);
    }

    [Fact]
    public async Task CheckAsync_FirstApiIsGone_HasNoBalanceWhereItIsSwitchedOff()
    {
        await using var server = await StubServer.AnsweringAsync(404, "{}");
        using var site = Bench.SiteAt(server.Url);

        var off = await new StabilityProvider(site, Bench.Time, firstServes: false).CheckAsync(Cancel);

        Assert.Null(off.BalanceUsd);
        await Assert.ThrowsAsync<ProviderException>(() => new StabilityProvider(site, Bench.Time).CheckAsync(Cancel));
    }

    private CompiledCall Call()
    {
        var operation = new Upscale(Bench.Source, true, false);
        var order = Order("stable-image/upscale/creative", operation, 512, 512, new PixelSize(1024, 1024));
        return Ready(order with { Source = order.Source! with { Id = Bench.Source } });
    }

    private async Task<TaskState> PollAsync(StubServer server)
    {
        using var site = Bench.SiteAt(server.Url);
        return await new StabilityProvider(site, Bench.Time).PollAsync("t1", 0, _spool, Cancel);
    }

    private static Task AnswerOldAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = context.Request.Path == Old ? status : 404;
        context.Response.ContentType = "application/json";
        var body =
            status == 404
                ? """{"id":"1","name":"not_found","errors":["unknown"]}"""
                : """{"image":"AQID","finish_reason":"SUCCESS","seed":9}""";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), context.RequestAborted).AsTask();
    }
}
