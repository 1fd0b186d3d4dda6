using System.Text.Json;
using Atelier.Core.Requests;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Piapi;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Serving;
using Microsoft.AspNetCore.Http;
using static Atelier.Providers.Tests.Piapi.PiapiOrders;

namespace Atelier.Providers.Tests.Piapi;

/// <summary>OpenAI's models at PiAPI: the key as Bearer, the pictures within the answer or at addresses.</summary>
public sealed class ImageTests
{
    private const string Flare = "gpt-image-2.5-flare";

    [Fact]
    [Trait("Requirement", "A-40")]
    public async Task Submit_GptImage_GoesToOpenAisSurfaceWithBearer()
    {
        await using var bench = await PiapiBench.StartAsync();
        bench.Wire.TaskDuration = TimeSpan.Zero;

        var submission = await bench.Provider.SubmitAsync(bench.Paid(Compiled(Create(Flare))), PiapiBench.Cancel);

        Assert.IsType<Submission.Answered>(submission);
        Assert.Equal(
            """{"model":"gpt-image-2.5-flare","prompt":"a red fox","n":1,"size":"1024x1024","quality":"medium","output_format":"png"}""",
            bench.Sent("generations").Body
        );
        Assert.Contains("Authorization", bench.Sent("generations").Headers.Keys);
        Assert.DoesNotContain("X-API-Key", bench.Sent("generations").Headers.Keys);
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    [Trait("Requirement", "A-42")]
    public async Task Read_GptImage_CostsPiapisPriceOfItsTokens()
    {
        await using var bench = await PiapiBench.StartAsync();
        bench.Wire.TaskDuration = TimeSpan.Zero;
        var call = Compiled(Create(Flare));
        await bench.Provider.SubmitAsync(bench.Paid(call) with { Pictures = 3 }, PiapiBench.Cancel);

        var answer = await bench.Provider.ReadAsync(call, bench.Spool, PiapiBench.Cancel);

        Assert.Equal((bench.Wire.Bill.NanoDollars, false), (answer.CostNanos, answer.Estimated));
        Assert.Equal(3, answer.Pictures.Count);
    }

    [Fact]
    public async Task Submit_GptImageEdit_SendsOneFileCalledImage()
    {
        await using var bench = await PiapiBench.StartAsync();
        bench.Wire.TaskDuration = TimeSpan.Zero;
        var picture = bench.Sources.Add(TestPictures.Varied(64, 64, 3));

        await bench.Provider.SubmitAsync(
            bench.Paid(
                Compiled(Change(Flare, new Stylise(picture, "as a comic", null), "as a comic", 64, 64, picture))
            ),
            PiapiBench.Cancel
        );

        var file = Assert.Single(bench.Sent("edits").Parts, part => part.FileName is not null);
        Assert.Equal("image", file.Name);
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    public void Declared_OfEachSurface_IsItsOwn()
    {
        using var sites = PiapiSite.Open(PiapiBench.Key, TimeProvider.System);
        var provider = new PiapiProvider(sites, TimeProvider.System);
        var (image, task) = (Compiled(Create(Flare)), Compiled(Create()));

        Assert.Equal(
            (Reconciliation.None, TimeSpan.FromSeconds(600)),
            (provider.ReconciliationOf(image), provider.PostTimeoutOf(image))
        );
        Assert.Equal(
            (Reconciliation.ByWindow, TimeSpan.FromSeconds(30)),
            (provider.ReconciliationOf(task), provider.PostTimeoutOf(task))
        );
    }

    [Theory]
    [Trait("Requirement", "A-41")]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Submit_AnswerWithAddresses_IsLookedForUntilItsPicturesAreThere(int answers)
    {
        await using var server = await ServeAsync(answers);
        using var sites = PiapiSite.Open(PiapiBench.Key, TimeProvider.System, server.Url);
        var (provider, spool, call) = (
            new PiapiProvider(sites, TimeProvider.System),
            new MemorySpool(),
            Compiled(Create(Flare))
        );
        var paid = Paid(call, spool);

        var submitted = Assert.IsType<Submission.Submitted>(await provider.SubmitAsync(paid, PiapiBench.Cancel));
        for (var polls = 0; polls < answers - 1; polls++)
        {
            var failure = await PiapiBench.FailAsync(() =>
                provider.PollAsync(submitted.TaskId, polls, spool, PiapiBench.Cancel)
            );
            Assert.Equal(Charge.None, failure.Charge);
        }

        // Each look as of another process: it has nothing but the spool.
        var heir = new PiapiProvider(sites, TimeProvider.System);
        Assert.IsType<TaskState.Answered>(
            await heir.PollAsync(submitted.TaskId, answers - 1, spool, PiapiBench.Cancel)
        );
        Assert.Equal($"{paid.AttemptId}", submitted.TaskId);
        Assert.Equal(["answer", "picture-0", "response"], spool.Parts.Keys.Order());
        var answer = await heir.ReadAsync(call, spool, PiapiBench.Cancel);
        Assert.Equal("bytes"u8.ToArray(), Assert.Single(answer.Pictures).Bytes.ToArray());
        // Nobody at PiAPI is asked for a task that is none of its own, and no file is shown the key.
        Assert.Equal(["POST", .. Enumerable.Repeat("GET", answers)], server.Requests.Select(sent => sent.Method));
        Assert.All(server.Requests.Skip(1), sent => Assert.Equal("/temp/a.png", sent.Path));
        Assert.All(server.Requests.Skip(1), sent => Assert.DoesNotContain("Authorization", sent.Headers.Keys));
    }

    // As older versions left it: only the answer, whose pictures are fetched when it is read.
    [Fact]
    public async Task Read_AnswerAlone_FetchesWhatItNames()
    {
        await using var server = await ServeAsync(answers: 1);
        using var sites = PiapiSite.Open(PiapiBench.Key, TimeProvider.System, server.Url);
        var spool = new MemorySpool();
        spool.Put(
            AnswerSpool.Answer,
            JsonSerializer.SerializeToUtf8Bytes(
                new { data = new[] { new { url = new Uri(server.Url, "/temp/a.png") } } }
            )
        );

        var answer = await new PiapiProvider(sites, TimeProvider.System).ReadAsync(
            Compiled(Create(Flare)),
            spool,
            PiapiBench.Cancel
        );

        Assert.Single(answer.Pictures);
    }

    [Fact]
    public async Task Read_OneOfTwoPicturesIsGone_ListsBoth()
    {
        await using var server = await StubServer.AnsweringAsync(404, "");
        using var sites = PiapiSite.Open(PiapiBench.Key, TimeProvider.System, server.Url);
        var spool = new MemorySpool();
        spool.Put(
            AnswerSpool.Response,
            JsonSerializer.SerializeToUtf8Bytes(
                new { data = new object[] { new { b64_json = "AQID" }, new { url = new Uri(server.Url, "/a.png") } } }
            )
        );

        var answer = await new PiapiProvider(sites, TimeProvider.System).ReadAsync(
            Compiled(Create("gpt-image-1.5")),
            spool,
            PiapiBench.Cancel
        );

        Assert.Equal((1, 2, null), (answer.Pictures.Count, answer.Listed, answer.CostNanos));
    }

    [Fact]
    public async Task Submit_AnswerThatNamesAnotherHost_IsNotFetched()
    {
        await using var elsewhere = await StubServer.AnsweringAsync(200, "bytes", "image/png");
        await using var server = await StubServer.AnsweringAsync(
            200,
            JsonSerializer.Serialize(new { data = new[] { new { url = new Uri(elsewhere.Url, "/a.png") } } })
        );
        using var sites = PiapiSite.Open(PiapiBench.Key, TimeProvider.System, server.Url);
        var (provider, spool, call) = (
            new PiapiProvider(sites, TimeProvider.System),
            new MemorySpool(),
            Compiled(Create(Flare))
        );
        await provider.SubmitAsync(Paid(call, spool), PiapiBench.Cancel);

        var state = await provider.PollAsync("any", 0, spool, PiapiBench.Cancel);

        Assert.Equal(Charge.Charged, Assert.IsType<TaskState.Failed>(state).Failure.Charge);
        await PiapiBench.FailAsync(() => provider.ReadAsync(call, spool, PiapiBench.Cancel));

        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Read_NoJson_IsTakenForCharged()
    {
        await using var server = await StubServer.AnsweringAsync(200, "<html>", "text/html");
        using var sites = PiapiSite.Open(PiapiBench.Key, TimeProvider.System, server.Url);
        var (provider, spool, call) = (
            new PiapiProvider(sites, TimeProvider.System),
            new MemorySpool(),
            Compiled(Create(Flare))
        );

        Assert.IsType<Submission.Answered>(await provider.SubmitAsync(Paid(call, spool), PiapiBench.Cancel));

        var failure = await PiapiBench.FailAsync(() => provider.ReadAsync(call, spool, PiapiBench.Cancel));
        Assert.Equal((FailureKind.Unreadable, Charge.Charged), (failure.Kind, failure.Charge));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("")]
    public async Task Submit_JsonUnderAnotherName_IsReadLikeAnyOther(string mediaType)
    {
        await using var server = await StubServer.AnsweringAsync(200, """{"data":[{"b64_json":"AQID"}]}""", mediaType);
        using var sites = PiapiSite.Open(PiapiBench.Key, TimeProvider.System, server.Url);
        var (provider, spool, call) = (
            new PiapiProvider(sites, TimeProvider.System),
            new MemorySpool(),
            Compiled(Create(Flare))
        );

        Assert.IsType<Submission.Answered>(await provider.SubmitAsync(Paid(call, spool), PiapiBench.Cancel));

        Assert.Single((await provider.ReadAsync(call, spool, PiapiBench.Cancel)).Pictures);
    }

    private static PaidCall Paid(CompiledCall call, AnswerSpool spool) =>
        new(Guid.CreateVersion7(), call, 1, spool, new TestGuard(), new TestSources());

    // Names a picture of its own, which comes at the given question for it.
    private static Task<StubServer> ServeAsync(int answers)
    {
        var asked = 0;
        return StubServer.StartAsync(context =>
        {
            if (context.Request.Method == "POST")
            {
                context.Response.ContentType = "application/json";
                return context.Response.WriteAsync(
                    $$$"""{"created":1,"data":[{"url":"http://{{{context.Request.Host}}}/temp/a.png"}]}"""
                );
            }

            context.Response.StatusCode = ++asked < answers ? 503 : 200;
            context.Response.ContentType = "image/png";
            return context.Response.WriteAsync("bytes");
        });
    }
}
