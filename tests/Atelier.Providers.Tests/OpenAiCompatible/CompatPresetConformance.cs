using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Emulators.Engine;
using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.OpenAiCompatible;

public sealed class XaiWire : CompatWireUnderTest
{
    private static readonly CatalogueSnapshot Own = OwnCatalogue.Of("xai");

    public override string Provider => "xai";

    public override CatalogueSnapshot Catalogue => Own;
}

public sealed class DeepinfraWire : CompatWireUnderTest
{
    private static readonly CatalogueSnapshot Own = OwnCatalogue.Of("deepinfra");

    public override string Provider => "deepinfra";

    public override CatalogueSnapshot Catalogue => Own;
}

public sealed class NebiusWire : CompatWireUnderTest
{
    private static readonly CatalogueSnapshot Own = OwnCatalogue.Of(
        "nebius",
        offer: "seed: true; negative_prompt: true"
    );

    public override string Provider => "nebius";

    public override CatalogueSnapshot Catalogue => Own;
}

public sealed class LocalaiWire : HomeWireUnderTest
{
    private static readonly CatalogueSnapshot Own = OwnCatalogue.Of(
        "localai",
        free: true,
        offer: "negative_prompt: true"
    );

    public override string Provider => "localai";

    public override CatalogueSnapshot Catalogue => Own;
}

public sealed class VllmOmniWire : HomeWireUnderTest
{
    private static readonly CatalogueSnapshot Own = OwnCatalogue.Of(
        "vllm_omni",
        "text_to_image, image_to_image, variations",
        free: true,
        offer: "seed: true; negative_prompt: true; guidance: { min: 1, max: 10 }"
    );

    public override string Provider => "vllm_omni";

    public override CatalogueSnapshot Catalogue => Own;

    public override int MostReferences(OfferEntry offer) => 1;
}

public sealed class SglangWire : HomeWireUnderTest
{
    private static readonly CatalogueSnapshot Own = OwnCatalogue.Of(
        "sglang",
        "text_to_image, image_to_image, variations",
        free: true
    );

    public override string Provider => "sglang";

    public override CatalogueSnapshot Catalogue => Own;

    public override int MostReferences(OfferEntry offer) => 1;
}

// It tells addresses alone: what is paid for is fetched from them.
public sealed class SiliconflowWire : CompatWireUnderTest
{
    private static readonly CatalogueSnapshot Own = OwnCatalogue.Of(
        "siliconflow",
        "text_to_image, image_to_image, variations",
        offer: "seed: true; negative_prompt: true; guidance: { min: 1, max: 10 }"
    );

    public override string Provider => "siliconflow";

    public override CatalogueSnapshot Catalogue => Own;

    public override int MostReferences(OfferEntry offer) => 1;

    public override bool HasAddresses => true;

    public override bool EndsUnfetchable => true;

    public override int PicturesIn(ReceivedCall call) => JsonNode.Parse(call.Body!)!["image"] is null ? 0 : 1;
}

public sealed class XaiSubmittingTests(ConformanceBench<XaiWire> bench) : SubmittingTests<XaiWire>(bench);

public sealed class XaiCompilingTests(ConformanceBench<XaiWire> bench) : CompilingTests<XaiWire>(bench);

public sealed class XaiFailingTests(ConformanceBench<XaiWire> bench) : FailingTests<XaiWire>(bench);

public sealed class XaiPollingTests(ConformanceBench<XaiWire> bench) : PollingTests<XaiWire>(bench);

public sealed class XaiLosingTests(ConformanceBench<XaiWire> bench) : LosingTests<XaiWire>(bench);

public sealed class XaiTrustingTests(ConformanceBench<XaiWire> bench) : TrustingTests<XaiWire>(bench);

public sealed class XaiKnowingTests(ConformanceBench<XaiWire> bench) : KnowingTests<XaiWire>(bench);

public sealed class DeepinfraSubmittingTests(ConformanceBench<DeepinfraWire> bench)
    : SubmittingTests<DeepinfraWire>(bench);

public sealed class DeepinfraCompilingTests(ConformanceBench<DeepinfraWire> bench)
    : CompilingTests<DeepinfraWire>(bench);

public sealed class DeepinfraFailingTests(ConformanceBench<DeepinfraWire> bench) : FailingTests<DeepinfraWire>(bench);

public sealed class DeepinfraPollingTests(ConformanceBench<DeepinfraWire> bench) : PollingTests<DeepinfraWire>(bench);

public sealed class DeepinfraLosingTests(ConformanceBench<DeepinfraWire> bench) : LosingTests<DeepinfraWire>(bench);

public sealed class DeepinfraTrustingTests(ConformanceBench<DeepinfraWire> bench) : TrustingTests<DeepinfraWire>(bench);

public sealed class DeepinfraKnowingTests(ConformanceBench<DeepinfraWire> bench) : KnowingTests<DeepinfraWire>(bench);

public sealed class NebiusSubmittingTests(ConformanceBench<NebiusWire> bench) : SubmittingTests<NebiusWire>(bench);

public sealed class NebiusCompilingTests(ConformanceBench<NebiusWire> bench) : CompilingTests<NebiusWire>(bench);

public sealed class NebiusFailingTests(ConformanceBench<NebiusWire> bench) : FailingTests<NebiusWire>(bench);

public sealed class NebiusPollingTests(ConformanceBench<NebiusWire> bench) : PollingTests<NebiusWire>(bench);

public sealed class NebiusLosingTests(ConformanceBench<NebiusWire> bench) : LosingTests<NebiusWire>(bench);

public sealed class NebiusTrustingTests(ConformanceBench<NebiusWire> bench) : TrustingTests<NebiusWire>(bench);

public sealed class NebiusKnowingTests(ConformanceBench<NebiusWire> bench) : KnowingTests<NebiusWire>(bench);

public sealed class LocalaiSubmittingTests(ConformanceBench<LocalaiWire> bench) : SubmittingTests<LocalaiWire>(bench);

public sealed class LocalaiCompilingTests(ConformanceBench<LocalaiWire> bench) : CompilingTests<LocalaiWire>(bench);

public sealed class LocalaiFailingTests(ConformanceBench<LocalaiWire> bench) : FailingTests<LocalaiWire>(bench);

public sealed class LocalaiPollingTests(ConformanceBench<LocalaiWire> bench) : PollingTests<LocalaiWire>(bench);

public sealed class LocalaiLosingTests(ConformanceBench<LocalaiWire> bench) : LosingTests<LocalaiWire>(bench);

public sealed class LocalaiTrustingTests(ConformanceBench<LocalaiWire> bench) : TrustingTests<LocalaiWire>(bench);

public sealed class LocalaiKnowingTests(ConformanceBench<LocalaiWire> bench) : KnowingTests<LocalaiWire>(bench);

public sealed class VllmOmniSubmittingTests(ConformanceBench<VllmOmniWire> bench)
    : SubmittingTests<VllmOmniWire>(bench);

public sealed class VllmOmniCompilingTests(ConformanceBench<VllmOmniWire> bench) : CompilingTests<VllmOmniWire>(bench);

public sealed class VllmOmniFailingTests(ConformanceBench<VllmOmniWire> bench) : FailingTests<VllmOmniWire>(bench);

public sealed class VllmOmniPollingTests(ConformanceBench<VllmOmniWire> bench) : PollingTests<VllmOmniWire>(bench);

public sealed class VllmOmniLosingTests(ConformanceBench<VllmOmniWire> bench) : LosingTests<VllmOmniWire>(bench);

public sealed class VllmOmniTrustingTests(ConformanceBench<VllmOmniWire> bench) : TrustingTests<VllmOmniWire>(bench);

public sealed class VllmOmniKnowingTests(ConformanceBench<VllmOmniWire> bench) : KnowingTests<VllmOmniWire>(bench);

public sealed class SglangSubmittingTests(ConformanceBench<SglangWire> bench) : SubmittingTests<SglangWire>(bench);

public sealed class SglangCompilingTests(ConformanceBench<SglangWire> bench) : CompilingTests<SglangWire>(bench);

public sealed class SglangFailingTests(ConformanceBench<SglangWire> bench) : FailingTests<SglangWire>(bench);

public sealed class SglangPollingTests(ConformanceBench<SglangWire> bench) : PollingTests<SglangWire>(bench);

public sealed class SglangLosingTests(ConformanceBench<SglangWire> bench) : LosingTests<SglangWire>(bench);

public sealed class SglangTrustingTests(ConformanceBench<SglangWire> bench) : TrustingTests<SglangWire>(bench);

public sealed class SglangKnowingTests(ConformanceBench<SglangWire> bench) : KnowingTests<SglangWire>(bench);

public sealed class SiliconflowSubmittingTests(ConformanceBench<SiliconflowWire> bench)
    : SubmittingTests<SiliconflowWire>(bench);

public sealed class SiliconflowCompilingTests(ConformanceBench<SiliconflowWire> bench)
    : CompilingTests<SiliconflowWire>(bench);

public sealed class SiliconflowFailingTests(ConformanceBench<SiliconflowWire> bench)
    : FailingTests<SiliconflowWire>(bench);

public sealed class SiliconflowPollingTests(ConformanceBench<SiliconflowWire> bench)
    : PollingTests<SiliconflowWire>(bench);

public sealed class SiliconflowLosingTests(ConformanceBench<SiliconflowWire> bench)
    : LosingTests<SiliconflowWire>(bench);

public sealed class SiliconflowTrustingTests(ConformanceBench<SiliconflowWire> bench)
    : TrustingTests<SiliconflowWire>(bench);

public sealed class SiliconflowKnowingTests(ConformanceBench<SiliconflowWire> bench)
    : KnowingTests<SiliconflowWire>(bench);
