using System.Text.Json.Nodes;
using Atelier.Core.Requests;
using Atelier.Emulators.Engine;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Gemini;
using Atelier.Providers.Pictures;
using Atelier.Providers.Tests.Conformance;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.Gemini.GeminiOrders;

namespace Atelier.Providers.Tests.Gemini;

/// <summary>Requests field by field, against the emulator that knows every one of them.</summary>
public sealed class SubmitTests(ConformanceBench<GeminiWire> bench) : IClassFixture<ConformanceBench<GeminiWire>>
{
    private readonly ConformanceBench<GeminiWire> _bench = bench.Fresh();
    private readonly MemorySpool _spool = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "B-25")]
    public async Task Submit_Create_SendsThisJson()
    {
        var sent = await SubmitAsync(Create("a \"red\" fox – ünï", width: 1920, height: 1080), slot: 2);

        Assert.Equal(
            ("POST", "/v1beta/models/gemini-nano-banana-2.1:generateContent", "application/json"),
            (sent.Method, sent.Path, sent.Headers["Content-Type"])
        );
        AssertIs(
            """
            {
              "contents": [{"role": "user", "parts": [{"text": "a \"red\" fox – ünï"}]}],
              "generationConfig": {
                "responseModalities": ["IMAGE"],
                "imageConfig": {"aspectRatio": "16:9", "imageSize": "2K"},
                "seed": 9,
                "thinkingConfig": {"thinkingLevel": "MEDIUM"}
              }
            }
            """,
            sent
        );
    }

    [Fact]
    [Trait("Requirement", "B-25")]
    public async Task Submit_PhotoAndPrompt_AreOneCall()
    {
        var photo = TestPictures.Plain(64, 48, 1, 2, 3);
        var id = _bench.Sources.Add(photo);

        var sent = await SubmitAsync(Change(new Stylise(id, "in oil", null), id, 64, 48, "in oil"));

        var file = Convert.ToBase64String(PngFile.Encode(photo, Cancel));
        AssertIs(
            $$$$"""
            {
              "contents": [{"role": "user", "parts": [
                {"text": "in oil"}, {"inlineData": {"mimeType": "image/png", "data": "{{{{file}}}}"}}
              ]}],
              "generationConfig": {
                "responseModalities": ["IMAGE"],
                "imageConfig": {"aspectRatio": "4:3", "imageSize": "1K"},
                "thinkingConfig": {"thinkingLevel": "MEDIUM"}
              }
            }
            """,
            sent
        );
    }

    [Fact]
    [Trait("Requirement", "A-13")]
    public async Task Submit_Pro_SaysNothingOfThinkingAndPassesItsDraftsOver()
    {
        var sent = await SubmitAsync(Create(model: Pro, width: 4096, height: 4096));

        Assert.Equal("/v1beta/models/gemini-3-pro-image:generateContent", sent.Path);
        Assert.DoesNotContain("thinking", sent.Body, StringComparison.Ordinal);
        var answer = await _bench.Adapter.ReadAsync(Compiled(Create(model: Pro)), _spool, Cancel);
        // The wire sent two pictures, one of them a thought.
        Assert.Equal(2, _bench.Emulated.Pictures.Count);
        Assert.Equal(
            _bench.Emulated.Pictures.Single(picture => picture.Part == "0").Sha256,
            Assert.Single(answer.Pictures.Select(Conformance.Pictures.Sha))
        );
        Assert.Equal(_bench.Emulated.Bill.NanoDollars, answer.CostNanos);
    }

    [Theory]
    [InlineData("gemini-2.5-flash-image")]
    [InlineData("gemini-3.1-flash-image")]
    [InlineData("imagen-4.0-generate-001")]
    [Trait("Requirement", "B-25")]
    public async Task Submit_IdThatIsDead_IsModelGoneAndFree(string model)
    {
        var order = Create();
        var call = Compiled(order with { Offer = order.Offer with { ProviderModel = model } });

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            _bench.Adapter.SubmitAsync(PaidCalls.Of(call, spool: _spool), Cancel)
        );

        Assert.Equal((FailureKind.ModelGone, Charge.None, 404), (failure.Kind, failure.Charge, failure.Status));
        Assert.Empty(_bench.Emulated.Bill.Items);
    }

    [Fact]
    [Trait("Requirement", "B-26")]
    public async Task Run_Refused_CostsItsWordsAlone()
    {
        var call = Compiled(Create("a nude statue"));
        await _bench.Adapter.SubmitAsync(PaidCalls.Of(call, spool: _spool), Cancel);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _bench.Adapter.ReadAsync(call, _spool, Cancel));

        Assert.Equal(_bench.Emulated.Bill.NanoDollars, failure.CostNanos);
        Assert.InRange(failure.CostNanos!.Value, 1, 100_000);
        Assert.Equal(["adult_content"], failure.Categories);
    }

    [Fact]
    public async Task Read_WordsErasedMeanwhile_ReadsThePictureThatWasPaidFor()
    {
        await SubmitAsync(Create());

        var answer = await _bench.Adapter.ReadAsync(Compiled(Create()) with { Parameters = default }, _spool, Cancel);

        Assert.Equal(_bench.Emulated.Bill.NanoDollars, answer.CostNanos);
    }

    [Fact]
    public async Task ListModels_TwoPages_AreBothReadAndOnlyImageModelsNamed()
    {
        var models = await _bench.Adapter.ModelList!.ListModelsAsync(Cancel);

        Assert.Equal(
            ["gemini-3-pro-image", "gemini-3.1-flash-lite-image", "gemini-nano-banana-2.1"],
            models.Select(model => model.Id)
        );
        Assert.Equal(2, _bench.Emulated.Calls.Count);
    }

    [Fact]
    public void PostTimeout_OfTheSite_IsThreeMinutes() =>
        Assert.Equal(TimeSpan.FromSeconds(180), GeminiSite.Options("key").PostTimeout);

    private async Task<ReceivedCall> SubmitAsync(CompileOrder order, int slot = 0)
    {
        var paid = PaidCalls.Of(Compiled(order), spool: _spool, sources: _bench.Sources) with { FirstSlot = slot };
        await _bench.Adapter.SubmitAsync(paid, Cancel);
        Assert.Empty(_bench.Emulated.Violations);
        return Assert.Single(_bench.Emulated.Calls);
    }

    private static void AssertIs(string golden, ReceivedCall sent) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(golden), JsonNode.Parse(sent.Body!)), sent.Body);
}
