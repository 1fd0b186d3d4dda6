using System.Text;
using Atelier.Providers.Answers;
using Atelier.Providers.Automatic1111;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;
using Atelier.Providers.OpenAiCompatible;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Replicate;
using Atelier.Providers.Stability;
using Atelier.Providers.Tests.OpenAiCompatible;
using Atelier.Providers.Tests.Replicate;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;
using Microsoft.AspNetCore.Http;

namespace Atelier.Providers.Tests.Sieving;

/// <summary>Servers that answer without end, or with far more than anybody asked for: memory has a bound all the same.</summary>
public sealed class LyingAnswerTests
{
    // The letters that stand before the text.
    private const long Slack = 64;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("compat", """{"data":[{"url":"data:image/png;base64,A""")]
    [InlineData("automatic1111", """{"info":"A""")]
    [InlineData("stability", """{"artifacts":[{"base64":"A""")]
    [InlineData("openai", """{"data":[{"b64_json":"A""")]
    public async Task Read_TextWithoutEnd_IsLeftAtTheSizeOfALargePicture(string wire, string start)
    {
        await using var endless = new EndlessStream(start, 'A');

        var failure = await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(wire, () => endless));

        Assert.Equal((FailureKind.Unreadable, Charge.Charged), (failure.Kind, failure.Charge));
        Assert.InRange(endless.Count, 1, AnswerSieve.MostString + Slack);
    }

    [Theory]
    [InlineData("compat", """{"url":"x"}""")]
    [InlineData("automatic1111", """7""")]
    [InlineData("stability", """{"seed":7}""")]
    public async Task Read_AMillionEntries_IsUnreadable(string wire, string entry)
    {
        var list = wire switch
        {
            "automatic1111" => "images",
            "stability" => "artifacts",
            _ => "data",
        };
        var body = Encoding.ASCII.GetBytes(
            $$"""{"{{list}}":[{{string.Join(',', Enumerable.Repeat(entry, 1_500_000))}}]}"""
        );

        var failure = await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(wire, () => new MemoryStream(body)));

        Assert.Equal((FailureKind.Unreadable, Charge.Charged), (failure.Kind, failure.Charge));
    }

    [Theory]
    [InlineData("compat", """{"data":[$]}""", """{"b64_json":"AQID"}""", 16)]
    [InlineData("openai", """{"data":[$]}""", """{"b64_json":"AQID"}""", 16)]
    [InlineData("automatic1111", """{"images":[$]}""", "\"AQID\"", 64)]
    [InlineData("stability", """{"artifacts":[$]}""", """{"base64":"AQID"}""", 64)]
    public async Task Read_ThousandsOfPictures_KeepsAsManyAsACallCanBringAtMost(
        string wire,
        string body,
        string entry,
        int most
    )
    {
        var list = string.Join(',', Enumerable.Repeat(entry, 5000));
        var bytes = Encoding.ASCII.GetBytes(body.Replace("$", list, StringComparison.Ordinal));

        var answer = await ReadAsync(wire, () => new MemoryStream(bytes));

        Assert.Equal(most, answer.Pictures.Count);
    }

    [Fact]
    public async Task Submit_BodyWithoutEndForOnePicture_IsCutAtTheSizeOfOne()
    {
        await using var server = await SendingAsync("", 'A', 160, "");
        var catalogue = OwnCatalogue.Of("xai", wire: "response_format: url");
        var entry = catalogue.Providers.Single(provider => provider.OwnAdapter is not null);
        using var site = new ProviderSite(OpenAiCompatibleSite.Options(entry, "k", server.Url), new FakeTimeProvider());
        var adapter = new OpenAiCompatibleProvider(entry, site, new FakeTimeProvider());
        var call = CompatBench.Compiled(adapter, CompatBench.Order(catalogue));
        var spool = new LyingSpool();

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            adapter.SubmitAsync(PaidCalls.Of(call, 1, spool), Cancel)
        );

        Assert.Equal((FailureKind.Unreadable, Charge.Charged), (failure.Kind, failure.Charge));
        Assert.InRange(spool.Written, 1, AnswerSieve.MostString);
    }

    [Fact]
    public async Task Read_FilesThatAreTooMuchTogether_LeavesTheLastOut()
    {
        var spool = new MemorySpool();
        for (var number = 0; number < 3; number++)
        {
            spool.Put(AnswerSpool.Picture(number), new byte[40]);
        }

        spool.Put(AnswerSpool.Picture(3), new byte[20]);
        var pictures = new SpooledPictures(spool, most: 100);

        var lengths = new List<int?>();
        for (var number = 0; number < 5; number++)
        {
            lengths.Add((await pictures.ReadAsync(number, Cancel))?.Length);
        }

        Assert.Equal([40, 40, null, 20, null], lengths);
    }

    [Fact]
    public void MostBytes_OfMorePictures_HasABoundToo()
    {
        Assert.Equal(512L << 20, CompatPictures.MostBytes(10));
        Assert.Equal(512L << 20, SdapiAnswer.MostBytes(10));
        Assert.Equal(256L << 20, StabilityAnswer.MostBytes(10));
        Assert.Equal(AnswerSieve.MostString, SdapiAnswer.MostBytes(1));
    }

    // A page of one line, were it read to its end.
    [Fact]
    public async Task Reconcile_PageWithATextFarTooLong_IsCut()
    {
        const string Start = """{"results":[{"id":"p1","logs":"A""";
        await using var server = await SendingAsync(Start, 'A', 160, "\"}],\"next\":null}");

        var failure = await Assert.ThrowsAsync<ProviderException>(() => LookAsync(server));

        Assert.Equal((FailureKind.Unreadable, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task Reconcile_PageOfThousands_IsNoPage()
    {
        var lines = string.Join(',', Enumerable.Range(0, 5000).Select(number => $$"""{"id":"p{{number}}"}"""));
        await using var server = await StubServer.AnsweringAsync(200, $$"""{"results":[{{lines}}],"next":null}""");

        var failure = await Assert.ThrowsAsync<ProviderException>(() => LookAsync(server));

        Assert.Equal(FailureKind.Unreadable, failure.Kind);
    }

    [Fact]
    public async Task Reconcile_LinesWithLargePictures_AreReadWithoutThem()
    {
        var picture = new string('A', 3_000_000);
        var lines = string.Join(
            ',',
            Enumerable
                .Range(0, 10)
                .Select(number =>
                    $$$"""{"id":"p{{{number}}}","model":"other/model","input":{"image":"data:image/png;base64,{{{picture}}}"}}"""
                )
        );
        await using var server = await StubServer.AnsweringAsync(200, $$"""{"results":[{{lines}}],"next":null}""");

        Assert.IsType<Reconciled.Nothing>(await LookAsync(server));
    }

    // One letter, so many megabytes of it, between two texts.
    private static Task<StubServer> SendingAsync(string start, char letter, int megabytes, string end) =>
        StubServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(start, context.RequestAborted);
            var chunk = Encoding.ASCII.GetBytes(new string(letter, 1024 * 1024));
            for (var sent = 0; sent < megabytes; sent++)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }

            await context.Response.WriteAsync(end, context.RequestAborted);
        });

    private static async Task<Reconciled> LookAsync(StubServer server)
    {
        using var site = new ProviderSite(ReplicateSite.Options("k", server.Url), TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        var call = ReplicateOrders.Compiled(ReplicateOrders.Create("flux-schnell"));
        var lost = new LostCall(Guid.CreateVersion7(), call, now.AddMinutes(-2), now, null, [], new HashSet<string>());
        return await new ReplicateProvider(site, TimeProvider.System).ReconcileAsync(lost, Cancel);
    }

    private static async Task<ProviderAnswer> ReadAsync(string wire, Func<Stream> answer)
    {
        var spool = new LyingSpool(answer);
        using var site = Sites.To(new Uri("http://127.0.0.1:1"));
        return wire switch
        {
            "compat" => await new CompatPictures(site, "data", free: false).ReadAsync(spool, Cancel),
            "automatic1111" => await SdapiAnswer.ReadAsync("automatic1111", free: false, spool, Cancel),
            "stability" => await StabilityAnswer.ReadAsync(null, spool, Cancel),
            _ => await OpenAiAnswer.ReadAsync("openai", "gpt-image-2.5-flare", spool, Cancel),
        };
    }
}
