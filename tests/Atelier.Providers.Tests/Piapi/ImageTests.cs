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

    [Fact]
    [Trait("Requirement", "A-41")]
    public async Task Submit_AnswerWithAddresses_BringsThePicturesAtOnceAndWithoutTheKey()
    {
        await using var server = await ServeAsync(answers: 1);
        using var sites = PiapiSite.Open(PiapiBench.Key, TimeProvider.System, server.Url);
        var (provider, spool, call) = (
            new PiapiProvider(sites, TimeProvider.System),
            new MemorySpool(),
            Compiled(Create(Flare))
        );

        await provider.SubmitAsync(Paid(call, spool), PiapiBench.Cancel);

        Assert.Equal(["answer", "picture-0"], spool.Parts.Keys.Order());
        Assert.DoesNotContain("Authorization", server.Requests[1].Headers.Keys);
        var answer = await provider.ReadAsync(call, spool, PiapiBench.Cancel);
        Assert.Equal("bytes"u8.ToArray(), Assert.Single(answer.Pictures).Bytes.ToArray());
    }

    // Between the answer and its pictures everything may break; the answer is kept, so they are fetched when it is read.
    [Fact]
    public async Task Read_PictureThatCouldNotBeFetchedAtOnce_IsFetchedThen()
    {
        await using var server = await ServeAsync(answers: 2);
        using var sites = PiapiSite.Open(PiapiBench.Key, TimeProvider.System, server.Url);
        var (provider, spool, call) = (
            new PiapiProvider(sites, TimeProvider.System),
            new MemorySpool(),
            Compiled(Create(Flare))
        );

        Assert.IsType<Submission.Answered>(await provider.SubmitAsync(Paid(call, spool), PiapiBench.Cancel));
        Assert.Equal(["answer"], spool.Parts.Keys);

        Assert.Single((await provider.ReadAsync(call, spool, PiapiBench.Cancel)).Pictures);
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

        await PiapiBench.FailAsync(() => provider.ReadAsync(call, spool, PiapiBench.Cancel));

        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Read_NoJson_IsTakenForCharged()
    {
        await using var server = await StubServer.AnsweringAsync(200, "<html>", "text/html");
        using var sites = PiapiSite.Open(PiapiBench.Key, TimeProvider.System, server.Url);
        var provider = new PiapiProvider(sites, TimeProvider.System);
        var (call, spool) = (Compiled(Create(Flare)), new MemorySpool());

        await provider.SubmitAsync(Paid(call, spool), PiapiBench.Cancel);
        var failure = await PiapiBench.FailAsync(() => provider.ReadAsync(call, spool, PiapiBench.Cancel));

        Assert.Equal((FailureKind.Unreadable, Charge.Charged), (failure.Kind, failure.Charge));
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
