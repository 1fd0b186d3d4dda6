using System.Text;
using Atelier.Core.Requests;
using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Replicate;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.Replicate.ReplicateOrders;

namespace Atelier.Providers.Tests.Replicate;

/// <summary>Questions about predictions, what they ended in, and what that cost.</summary>
public sealed class PollTests
{
    [Fact]
    public async Task Poll_WhileItRuns_IsPromptFirstAndSlowLater()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var taskId = await bench.SubmitAsync(Compiled(Create("flux-schnell")));

        var first = Assert.IsType<TaskState.Running>(await bench.PollAsync(taskId));
        var late = Assert.IsType<TaskState.Running>(await bench.PollAsync(taskId, polls: 20));

        Assert.InRange(first.NextPoll, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.2));
        Assert.InRange(late.NextPoll, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
        Assert.Null(first.Progress);
    }

    [Theory]
    [InlineData("flux-schnell", 4, 12_000_000)]
    [InlineData("flux-1.1-pro", 1, 40_000_000)]
    [InlineData("flux-kontext", 1, 40_000_000)]
    [InlineData("sdxl", 1, 3_997_500)]
    [InlineData("sdxl", 3, 11_992_500)]
    [Trait("Requirement", "B-24")]
    public async Task Run_NewPictures_CostThePicturesOrTheSecondsOfTheCard(string model, int pictures, long nanos)
    {
        await using var bench = await ReplicateBench.StartAsync();

        var answer = await bench.RunAsync(Compiled(Create(model)), pictures);

        Assert.Equal(pictures, answer.Pictures.Count);
        Assert.Equal((nanos, false), (answer.CostNanos, answer.Estimated));
        Assert.Equal(nanos, bench.Wire.Bill.NanoDollars);
        Assert.Empty(bench.Wire.Violations);
    }

    [Theory]
    [InlineData("sdxl", Seed)]
    [InlineData("flux-1.1-pro", Seed)]
    // The fast way of Schnell gives another picture each time.
    [InlineData("flux-schnell", null)]
    public async Task Run_OnePicture_TellsASeedThatMakesItAgain(string model, long? seed)
    {
        await using var bench = await ReplicateBench.StartAsync();

        Assert.Equal(seed, Assert.Single((await bench.RunAsync(Compiled(Create(model)))).Pictures).Seed);
    }

    [Fact]
    public async Task Run_ForASeed_TellsIt()
    {
        await using var bench = await ReplicateBench.StartAsync();

        var one = await bench.RunAsync(Compiled(Create("flux-schnell", seedAsked: true)));

        Assert.Equal(Seed, Assert.Single(one.Pictures).Seed);
    }

    [Fact]
    public async Task Run_Kept_HoldsNeitherWordsNorAddresses()
    {
        await using var bench = await ReplicateBench.StartAsync();

        await bench.RunAsync(Compiled(Create("flux-schnell", prompt: "a secret fox")));

        var kept = Encoding.UTF8.GetString(bench.Spool.Parts[AnswerSpool.Answer]);
        Assert.DoesNotContain("fox", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("http", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_WordsErased_StillReadsAndCosts()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var call = Compiled(Create("flux-1.1-pro"));
        await bench.RunAsync(call);

        var answer = await bench.Provider.ReadAsync(
            call with
            {
                Parameters = default,
            },
            bench.Spool,
            ReplicateBench.Cancel
        );

        Assert.Equal(40_000_000, answer.CostNanos);
    }

    [Theory]
    [InlineData("NSFW content detected. Try running it again, or try a different prompt.", FailureKind.Refused)]
    [InlineData("The output was flagged as sensitive. (E005)", FailureKind.Refused)]
    [InlineData("Content moderation: rejected", FailureKind.Refused)]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB", FailureKind.TaskFailed)]
    [InlineData("Prediction interrupted; please retry (code: PA)", FailureKind.Overloaded)]
    [InlineData("Something went wrong (E001)", FailureKind.TaskFailed)]
    public async Task Poll_FailedPrediction_IsReadByItsWords(string text, FailureKind kind)
    {
        await using var bench = await ReplicateBench.StartAsync();

        var failed = await bench.FailAsync(Compiled(Create("flux-schnell")), text);

        Assert.Equal((kind, Charge.None), (failed.Failure.Kind, failed.Failure.Charge));
        Assert.Equal((0L, 0L), (failed.CostNanos, bench.Wire.Bill.NanoDollars));
        Assert.DoesNotContain(text, failed.Failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "B-24")]
    public async Task Poll_FailedAfterSecondsOfACard_CostsThem()
    {
        await using var bench = await ReplicateBench.StartAsync();

        var failed = await bench.FailAsync(Compiled(Create("sdxl")), "NSFW content detected");

        Assert.Equal((FailureKind.Refused, Charge.Charged), (failed.Failure.Kind, failed.Failure.Charge));
        Assert.Equal(1_998_750, failed.CostNanos);
        Assert.Equal(failed.CostNanos, bench.Wire.Bill.NanoDollars);
    }

    [Theory]
    [InlineData("flux-schnell", false, CancelAnswer.Confirmed)]
    [InlineData("flux-schnell", true, CancelAnswer.Confirmed)]
    [InlineData("sdxl", false, CancelAnswer.Confirmed)]
    // Its card ran and is billed, so the question after it tells the cost.
    [InlineData("sdxl", true, CancelAnswer.Ignored)]
    public async Task Cancel_IsConfirmedWhereNothingIsBilled(string model, bool started, CancelAnswer expected)
    {
        await using var bench = await ReplicateBench.StartAsync();
        var taskId = await bench.SubmitAsync(Compiled(Create(model)));
        if (started)
        {
            await bench.PollAsync(taskId);
        }

        Assert.Equal(expected, await bench.Provider.CancelAsync(taskId, ReplicateBench.Cancel));

        var failed = Assert.IsType<TaskState.Failed>(await bench.PollAsync(taskId));
        Assert.Equal((FailureKind.TaskFailed, bench.Wire.Bill.NanoDollars), (failed.Failure.Kind, failed.CostNanos));
        Assert.Equal(expected == CancelAnswer.Confirmed, bench.Wire.Bill.NanoDollars == 0);
    }

    [Fact]
    public async Task Poll_AfterAnHour_SaysThatThePicturesAreGone()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var taskId = await bench.SubmitAsync(Compiled(Create("sdxl")));
        bench.Wire.FinishTasks();
        bench.Time.Advance(TimeSpan.FromHours(1));

        var failed = Assert.IsType<TaskState.Failed>(await bench.PollAsync(taskId));

        Assert.Equal((FailureKind.TaskFailed, Charge.Charged), (failed.Failure.Kind, failed.Failure.Charge));
        Assert.Contains("deleted", failed.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(bench.Wire.Bill.NanoDollars, failed.CostNanos);
    }

    [Fact]
    public async Task Poll_AddressThatRanOut_AsksForAFreshOne()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var call = Compiled(Create("flux-schnell"));
        var taskId = await bench.SubmitAsync(bench.Paid(call, pictures: 2));
        bench.Wire.FinishTasks();
        bench.Fault(FaultAction.ExpiredUrl, "file", status: 404);

        Assert.IsType<TaskState.Answered>(await bench.PollAsync(taskId));

        Assert.Equal(2, (await bench.Provider.ReadAsync(call, bench.Spool, ReplicateBench.Cancel)).Pictures.Count);
    }

    [Fact]
    public async Task Run_WholeWay_ShowsTheTokenToNoFile()
    {
        await using var bench = await ReplicateBench.StartAsync();

        await bench.RunAsync(Compiled(Create("flux-schnell")));

        Assert.DoesNotContain("Authorization", Assert.Single(bench.CallsOf("file")).Headers.Keys);
        Assert.Contains("Authorization", Assert.Single(bench.CallsOf("prediction")).Headers.Keys);
    }

    public static TheoryData<string, string?, bool> Told =>
        new()
        {
            // No measurements: the price is a guess.
            { """ "model": "stability-ai/sdxl" """, null, true },
            { """ "model": "stability-ai/sdxl", "metrics": {} """, null, true },
            { """ "model": "stability-ai/sdxl", "metrics": {"predict_time": -1} """, null, true },
            { """ "model": "stability-ai/sdxl", "metrics": {"predict_time": 1e99} """, null, true },
            { """ "model": "stability-ai/sdxl", "metrics": {"predict_time": "2"} """, null, true },
            { """ "model": "black-forest-labs/flux-schnell", "metrics": null """, null, true },
            { """ "model": "somebody/else", "metrics": {"predict_time": 2} """, null, true },
            { """ "metrics": {"predict_time": 2} """, null, true },
            { """ "model": "stability-ai/sdxl", "metrics": {"predict_time": 2} """, "1950000", false },
            { """ "model": "nightmareai/real-esrgan", "metrics": {"predict_time": 2} """, "450000", false },
            { """ "model": "851-labs/background-remover", "metrics": {"predict_time": 1.0001} """, "225023", false },
            // More pictures were counted than came.
            { """ "model": "black-forest-labs/flux-schnell", "metrics": {"image_count": 2} """, "6000000", false },
            { """ "model": "black-forest-labs/flux-schnell", "metrics": {"predict_time": 1} """, "3000000", false },
        };

    [Theory]
    [MemberData(nameof(Told))]
    [Trait("Requirement", "B-24")]
    public async Task Read_WhateverIsTold_CostsThatOrIsAGuess(string told, string? nanos, bool estimated)
    {
        var picture = "http://nowhere/";
        await using var server = await StubServer.StartAsync(context =>
        {
            var file = context.Request.Path.Value!.StartsWith("/out", StringComparison.Ordinal);
            context.Response.ContentType = file ? "image/png" : "application/json";
            var json = $$"""{"id": "p1", "status": "succeeded", "output": "{{picture}}", {{told}}}""";
            return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(file ? "pixels" : json)).AsTask();
        });
        picture = new Uri(server.Url, "/out.png").AbsoluteUri;
        using var site = new ProviderSite(ReplicateSite.Options("k", server.Url), TimeProvider.System);
        var provider = new ReplicateProvider(site, TimeProvider.System);
        var spool = new MemorySpool();
        Assert.IsType<TaskState.Answered>(await provider.PollAsync("p1", 0, spool, ReplicateBench.Cancel));

        var answer = await provider.ReadAsync(Compiled(Create("flux-schnell")), spool, ReplicateBench.Cancel);

        Assert.Equal(estimated, answer.Estimated);
        Assert.Equal(nanos ?? "3000000", answer.CostNanos?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(404, """{"detail": "The requested resource could not be found.", "status": 404}""", true)]
    [InlineData(404, "<html>no such host here</html>", false)]
    [InlineData(404, """{"message": "no route"}""", false)]
    [InlineData(200, """{"id": "another", "status": "succeeded"}""", false)]
    [InlineData(200, "[]", false)]
    [InlineData(500, """{"detail": "oops"}""", false)]
    public async Task Poll_OnlyReplicatesOwn404_MakesATaskVanish(int status, string body, bool vanished)
    {
        await using var server = await StubServer.AnsweringAsync(status, body);
        using var site = new ProviderSite(ReplicateSite.Options("k", server.Url), TimeProvider.System);
        var provider = new ReplicateProvider(site, TimeProvider.System);

        if (vanished)
        {
            Assert.IsType<TaskState.Vanished>(
                await provider.PollAsync("p1", 0, new MemorySpool(), ReplicateBench.Cancel)
            );
            return;
        }

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            provider.PollAsync("p1", 0, new MemorySpool(), ReplicateBench.Cancel)
        );
        Assert.Equal(Charge.None, failure.Charge);
    }

    [Theory]
    [InlineData("""{"id": "p1", "status": "succeeded", "output": ["https://evil.example.com/f.png"]}""")]
    [InlineData("""{"id": "p1", "status": "succeeded", "output": ["https://replicate.delivery.evil.com/f.png"]}""")]
    [InlineData("""{"id": "p1", "status": "succeeded", "output": ["not an address", 7]}""")]
    [InlineData("""{"id": "p1", "status": "succeeded", "output": "data:image/png;base64,AAAA"}""")]
    public async Task Poll_AddressesOfOthers_AreNotFetchedAndLoseNothing(string body)
    {
        await using var server = await StubServer.AnsweringAsync(200, body);
        using var site = new ProviderSite(ReplicateSite.Options("k", server.Url), TimeProvider.System);
        var spool = new MemorySpool();

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            new ReplicateProvider(site, TimeProvider.System).PollAsync("p1", 0, spool, ReplicateBench.Cancel)
        );

        Assert.Equal((FailureKind.Unreadable, Charge.None), (failure.Kind, failure.Charge));
        Assert.Empty(spool.Parts);
    }

    [Theory]
    [InlineData("""{"id": "p1", "status": "succeeded", "output": []}""", Charge.Unknown)]
    [InlineData("""{"id": "p1", "status": "succeeded", "output": null, "data_removed": true}""", Charge.Charged)]
    [InlineData("""{"id": "p1", "status": "failed", "error": null}""", Charge.Unknown)]
    [InlineData("""{"id": "p1", "status": "failed", "error": {"detail": "NSFW"}}""", Charge.Unknown)]
    [InlineData("""{"id": "p1", "status": "aborted", "started_at": null}""", Charge.None)]
    [InlineData("""{"id": "p1", "status": "canceled", "started_at": "2026-11-20T10:00:00Z"}""", Charge.Unknown)]
    public async Task Poll_EndsThatTellLittle_ClaimNoMoreThanIsKnown(string body, Charge charge)
    {
        await using var server = await StubServer.AnsweringAsync(200, body);
        using var site = new ProviderSite(ReplicateSite.Options("k", server.Url), TimeProvider.System);

        var state = await new ReplicateProvider(site, TimeProvider.System).PollAsync(
            "p1",
            0,
            new MemorySpool(),
            ReplicateBench.Cancel
        );

        Assert.Equal(charge, Assert.IsType<TaskState.Failed>(state).Failure.Charge);
    }

    // Only what is said to be nothing is billed as nothing; a run that went well brought something else, and has a price.
    [Theory]
    [InlineData("""{"images": ["https://replicate.delivery/a.png"]}""", "{}", Charge.Unknown, null)]
    [InlineData("7", "{}", Charge.Unknown, null)]
    [InlineData("null", "{}", Charge.Unknown, null)]
    [InlineData("""{"images": []}""", """{"image_count": 1}""", Charge.Unknown, null)]
    [InlineData("""{"images": []}""", """{"image_count": 0}""", Charge.None, 0L)]
    [InlineData("[]", "{}", Charge.None, 0L)]
    [InlineData("\"\"", "{}", Charge.None, 0L)]
    public async Task Poll_OfficialModelBringsWhatNobodyKnows_IsNotCalledFree(
        string output,
        string metrics,
        Charge charge,
        long? nanos
    )
    {
        await using var server = await StubServer.AnsweringAsync(
            200,
            $$"""
            {"id": "p1", "model": "black-forest-labs/flux-schnell", "status": "succeeded", "output": {{output}}, "metrics": {{metrics}}}
            """
        );
        using var site = new ProviderSite(ReplicateSite.Options("k", server.Url), TimeProvider.System);

        var state = await new ReplicateProvider(site, TimeProvider.System).PollAsync(
            "p1",
            0,
            new MemorySpool(),
            ReplicateBench.Cancel
        );

        var failed = Assert.IsType<TaskState.Failed>(state);
        Assert.Equal((charge, nanos), (failed.Failure.Charge, failed.CostNanos));
    }

    [Theory]
    [InlineData("upscale")]
    [InlineData("cut")]
    [Trait("Requirement", "C-39")]
    public async Task Run_Tools_CostTheirSeconds(string what)
    {
        await using var bench = await ReplicateBench.StartAsync();
        var source = bench.Sources.Add(TestPictures.Varied(64, 48, 3));
        var call = Compiled(
            what == "cut"
                ? Change("background-remover", new RemoveBackground(source, false, false), 64, 48)
                : Change("real-esrgan", new Upscale(source, false, false), 64, 64)
        );

        var answer = await bench.RunAsync(call);

        Assert.Equal((bench.Wire.Bill.NanoDollars, false), (answer.CostNanos, answer.Estimated));
        Assert.Equal(what == "cut" ? 540_000 : 810_000, answer.CostNanos);
        Assert.Empty(bench.Wire.Violations);
    }
}
