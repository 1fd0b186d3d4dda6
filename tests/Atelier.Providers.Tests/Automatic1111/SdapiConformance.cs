using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Tests.Catalogue;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Providers.Automatic1111;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.Automatic1111;

public sealed class SdapiWire : WireUnderTest
{
    internal const string Yaml = """
        providers:
          - id: automatic1111
            name: My web UI
            lane: 1
            free: true
            endpoint: http://127.0.0.1:7860
            options: [{ name: steps, min: 1, max: 100 }]
        models:
          - id: web-model
            name: Web
            version: "1"
            strengths: []
            weaknesses: []
            grade: standard
            aesthetic_score: 5
            photorealism_score: 5
            offers:
              - provider: automatic1111
                provider_model: some.safetensors
                capabilities: [text_to_image, image_to_image, inpainting, outpainting, variations]
                sizes: { min_side: 64, max_side: 2048, step: 8 }
                max_per_call: 4
                seed: true
                negative_prompt: true
                guidance: { min: 1, max: 20 }
                price: { expected: 0, maximum: 0, as_of: 2026-11-20 }
              - provider: automatic1111
                provider_model: R-ESRGAN 4x+
                capabilities: [upscaling]
                sizes: { max_side: 4096 }
                price: { expected: 0, maximum: 0, as_of: 2026-11-20 }
              - provider: automatic1111
                provider_model: rembg
                capabilities: [background_removal]
                sizes: { max_side: 4096 }
                price: { expected: 0, maximum: 0, as_of: 2026-11-20 }
        """;

    internal static readonly CatalogueSnapshot Own = CatalogueReader.Read([
        .. ShippedCatalogue.Files(),
        new CatalogueFile("/own/own.yaml", Yaml, IsOverlay: true),
    ]);

    public override string Provider => "automatic1111";

    public override CatalogueSnapshot Catalogue => Own;

    public override bool HasKey => false;

    public override bool Bills => false;

    public override CostReport Costs => CostReport.Exact;

    public override MaskForm Mask => MaskForm.White;

    public override Meaning Refusal => new(FailureKind.BadRequest, Charge.None);

    public override string? MaskIn(ReceivedCall call) =>
        (string?)JsonNode.Parse(call.Body!)!["mask"] is { } mask
            ? Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(mask)))
            : null;

    public override ProviderSiteOptions Site(string key, Uri? baseUrl) =>
        Automatic1111Site.Options(Own.FindProvider(Provider)!, "", baseUrl);

    public override IRemoteProvider Adapter(ProviderSite site, TimeProvider time) =>
        new Automatic1111Provider(Own.FindProvider(Provider)!, site, time);

    public override Meaning? MeaningOf(FaultAction action, int? status) =>
        (action, status) switch
        {
            (FaultAction.ErrorBefore, 503) => new(FailureKind.Overloaded, Charge.None),
            _ when base.MeaningOf(action, status) is { Kind: not FailureKind.Lost } meaning => meaning with
            {
                Charge = Charge.None,
            },
            _ => base.MeaningOf(action, status),
        };
}

public sealed class SdapiSubmittingTests(ConformanceBench<SdapiWire> bench) : SubmittingTests<SdapiWire>(bench);

public sealed class SdapiCompilingTests(ConformanceBench<SdapiWire> bench) : CompilingTests<SdapiWire>(bench);

public sealed class SdapiFailingTests(ConformanceBench<SdapiWire> bench) : FailingTests<SdapiWire>(bench);

public sealed class SdapiPollingTests(ConformanceBench<SdapiWire> bench) : PollingTests<SdapiWire>(bench);

public sealed class SdapiLosingTests(ConformanceBench<SdapiWire> bench) : LosingTests<SdapiWire>(bench);

public sealed class SdapiTrustingTests(ConformanceBench<SdapiWire> bench) : TrustingTests<SdapiWire>(bench);

public sealed class SdapiKnowingTests(ConformanceBench<SdapiWire> bench) : KnowingTests<SdapiWire>(bench);
