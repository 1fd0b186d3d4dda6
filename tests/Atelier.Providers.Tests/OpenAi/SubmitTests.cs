using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Tests.OpenAi.Shapes;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.OpenAi;

public sealed class SubmitTests(EmulatorBench bench) : IClassFixture<EmulatorBench>, IDisposable
{
    private readonly EmulatorBench _bench = bench.Fresh();
    private readonly MemorySpool _spool = new();
    private readonly TestSources _sources = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Whatever a test sent.
    public void Dispose() => ImageShapes.AssertFit(_bench.Wire.Calls);

    [Fact]
    public async Task SubmitAsync_Create_SendsThisJson()
    {
        await SubmitAsync(Orders.Create("a \"red\" fox – ünï", Quality.High), pictures: 2);

        var sent = Assert.Single(_bench.Wire.Calls);
        Assert.Equal(("POST", "/v1/images/generations"), (sent.Method, sent.Path));
        Assert.Equal("application/json", sent.Headers["Content-Type"]);
        var golden = JsonNode.Parse(
            """
            {
              "model": "gpt-image-2.5-flare", "prompt": "a \"red\" fox – ünï", "n": 2, "size": "1024x1024",
              "quality": "high", "output_format": "png"
            }
            """
        );
        Assert.True(JsonNode.DeepEquals(golden, JsonNode.Parse(sent.Body!)), sent.Body);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public async Task SubmitAsync_AnyNumberOfPictures_ArrivesWholeAndCostsTheBill(int pictures)
    {
        var call = PaidCalls.Of(Orders.Create(), pictures, _spool);

        var submission = await _bench.OpenAi.SubmitAsync(call, Cancel);
        var answer = await _bench.OpenAi.ReadAsync(call.Call, _spool, Cancel);

        var line = Assert.Single(_bench.Wire.Bill.Items);
        Assert.Equal(line.Id, Assert.IsType<Submission.Answered>(submission).RequestId);
        Assert.Equal(_bench.Hashes(line.Id), answer.Pictures.Select(Hash));
        Assert.Equal(pictures, answer.Pictures.Count);
        Assert.Equal((line.NanoDollars, false), (answer.CostNanos, answer.Estimated));
    }

    [Fact]
    public async Task ReadAsync_WordsErasedMeanwhile_ReadsThePicturesThatWerePaidFor()
    {
        var call = PaidCalls.Of(Orders.Create(), 1, _spool);
        await _bench.OpenAi.SubmitAsync(call, Cancel);

        var answer = await _bench.OpenAi.ReadAsync(call.Call with { Parameters = default }, _spool, Cancel);

        Assert.Equal(_bench.Hashes(Assert.Single(_bench.Wire.Bill.Items).Id), answer.Pictures.Select(Hash));
    }

    [Theory]
    [InlineData("gpt-image-1-mini", Quality.Draft, 1024, 1024)]
    [InlineData("gpt-image-1-mini", Quality.High, 1536, 1024)]
    [InlineData("gpt-image-1.5", Quality.Standard, 1024, 1024)]
    [InlineData("gpt-image-1.5", Quality.Ultra, 1024, 1536)]
    [InlineData("gpt-image-1.5-2025-12-16", Quality.Draft, 1024, 1024)]
    [InlineData("gpt-image-2", Quality.Draft, 2048, 1152)]
    [InlineData("gpt-image-2-2026-04-21", Quality.Standard, 1024, 1024)]
    [InlineData("gpt-image-2.5-flare", Quality.Ultra, 3840, 2160)]
    [InlineData("gpt-image-2.5-sunburst", Quality.High, 2160, 3840)]
    [InlineData("gpt-image-2.6-flare", Quality.Standard, 1024, 1024)]
    [InlineData("gpt-image-2.6-sunburst", Quality.High, 1536, 1024)]
    public async Task SubmitAsync_AnyModel_IsAcceptedAndCostsTheBill(
        string model,
        Quality quality,
        int width,
        int height
    )
    {
        var call = await SubmitAsync(Orders.Create("a fox", quality, model, width, height), pictures: 3);

        var answer = await _bench.OpenAi.ReadAsync(call.Call, _spool, Cancel);

        Assert.Equal(_bench.Wire.Bill.NanoDollars, answer.CostNanos);
        Assert.InRange(answer.CostNanos!.Value, 1, 500_000_000 * 3L);
    }

    [Trait("Requirement", "C-42")]
    [Theory]
    [InlineData("stylise", "image[]")]
    [InlineData("variation", "image[]")]
    [InlineData("inpaint", "image[],mask")]
    [InlineData("outpaint", "image[],mask")]
    public async Task SubmitAsync_Edit_SendsThisFormAndCostsTheBill(string kind, string files)
    {
        var order = Edit(kind, Orders.Flare);

        var call = await SubmitAsync(order, pictures: 10);

        var sent = Assert.Single(_bench.Wire.Calls);
        Assert.Equal(("POST", "/v1/images/edits"), (sent.Method, sent.Path));
        Assert.Equal(
            ["model", "prompt", "n", "size", "quality", "output_format", .. files.Split(',')],
            sent.Parts.Select(part => part.Name)
        );
        Assert.Equal(
            [Orders.Flare, "paint it", "10", kind == "outpaint" ? "1280x1024" : "1024x1024", "medium", "png"],
            sent.Parts.Where(part => part.FileName is null).Select(part => part.Text)
        );
        Assert.All(
            sent.Parts.Where(part => part.FileName is not null),
            part => Assert.Equal("image/png", part.ContentType)
        );
        var answer = await _bench.OpenAi.ReadAsync(call.Call, _spool, Cancel);
        Assert.Equal(10, answer.Pictures.Count);
        Assert.Equal(_bench.Wire.Bill.NanoDollars, answer.CostNanos);
    }

    [Theory]
    [InlineData("gpt-image-1-mini")]
    [InlineData("gpt-image-1.5")]
    [InlineData("gpt-image-2.6-sunburst")]
    public async Task SubmitAsync_EditWithAnotherModel_IsAcceptedAndCostsTheBill(string model)
    {
        var call = await SubmitAsync(Edit("inpaint", model), pictures: 2);

        var answer = await _bench.OpenAi.ReadAsync(call.Call, _spool, Cancel);

        Assert.Equal(_bench.Wire.Bill.NanoDollars, answer.CostNanos);
    }

    public static TheoryData<int> Counts() => [.. Enumerable.Range(1, 10)];

    private CompileOrder Edit(string kind, string model)
    {
        var source = _sources.Add(TestPictures.Varied(1024, 1024, 3));
        var mask = _sources.Add(TestPictures.Plain(512, 512, 255, 255, 255));
        return Orders.Edit(
            kind switch
            {
                "stylise" => new Stylise(source, "paint it", null),
                "inpaint" => new Inpaint(source, mask, "paint it", 0.8),
                "outpaint" => new Outpaint(source, 0, 256, 0, 0, "paint it", 0.8),
                _ => new Variation(source, "paint it", 0.8),
            },
            1024,
            1024,
            "paint it",
            model
        );
    }

    private async Task<PaidCall> SubmitAsync(CompileOrder order, int pictures)
    {
        var call = PaidCalls.Of(order, pictures, _spool, sources: _sources);
        await _bench.OpenAi.SubmitAsync(call, Cancel);
        Assert.Empty(_bench.Wire.Violations);
        return call;
    }

    private static string Hash(EncodedPicture picture) => Convert.ToHexStringLower(SHA256.HashData(picture.Bytes.Span));
}
