using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAiCompatible;
using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.OpenAiCompatible;

/// <summary>What the servers of this adapter share in the suite.</summary>
public abstract class CompatWireUnderTest : WireUnderTest
{
    public override string Emulated => "compat";

    public override CostReport Costs => CostReport.None;

    public override ProviderSiteOptions Site(string key, Uri? baseUrl) =>
        OpenAiCompatibleSite.Options(
            Entry,
            HasKey ? key : "",
            baseUrl is null ? null : new Uri($"{baseUrl.AbsoluteUri.TrimEnd('/')}/{Provider}")
        );

    public override IRemoteProvider Adapter(ProviderSite site, TimeProvider time) =>
        new OpenAiCompatibleProvider(Entry, site, time);

    public override Meaning? MeaningOf(FaultAction action, int? status) =>
        (action, status) switch
        {
            (FaultAction.ErrorBefore, 503) => new(FailureKind.Overloaded, Charge.Unknown),
            _ => base.MeaningOf(action, status),
        };

    private ProviderEntry Entry => Catalogue.FindProvider(Provider)!;
}

public sealed class TogetherWire : CompatWireUnderTest
{
    private static readonly CatalogueSnapshot Own = OwnCatalogue.Of(
        "together",
        "text_to_image, image_to_image, variations",
        offer: "seed: true; negative_prompt: true; guidance: { min: 1, max: 10 }"
    );

    public override string Provider => "together";

    public override CatalogueSnapshot Catalogue => Own;

    public override bool FetchesFromUs => true;

    public override int MostReferences(OfferEntry offer) => 1;

    public override int PicturesIn(ReceivedCall call) => JsonNode.Parse(call.Body!)!["image_url"] is null ? 0 : 1;
}

public sealed class AzureWire : CompatWireUnderTest
{
    private static readonly CatalogueSnapshot Own = OwnCatalogue.Of(
        "azure",
        "text_to_image, image_to_image, inpainting, outpainting, variations"
    );

    public override string Provider => "azure";

    public override CatalogueSnapshot Catalogue => Own;

    public override MaskForm Mask => MaskForm.Holes;

    public override int MostReferences(OfferEntry offer) => 2;
}

/// <summary>A server of the operator's own, which wants no key and bills nothing.</summary>
public abstract class HomeWireUnderTest : CompatWireUnderTest
{
    public override bool HasKey => false;

    public override bool Bills => false;

    public override CostReport Costs => CostReport.Exact;

    public override Meaning? MeaningOf(FaultAction action, int? status) =>
        base.MeaningOf(action, status) is { Kind: not FailureKind.Lost } meaning
            ? meaning with
            {
                Charge = Charge.None,
            }
            : base.MeaningOf(action, status);
}

public sealed class SdcppWire : HomeWireUnderTest
{
    private static readonly CatalogueSnapshot Own = OwnCatalogue.Of(
        "sdcpp",
        "text_to_image, image_to_image, inpainting, outpainting, variations",
        free: true
    );

    public override string Provider => "sdcpp";

    public override CatalogueSnapshot Catalogue => Own;

    public override MaskForm Mask => MaskForm.White;

    public override int MostReferences(OfferEntry offer) => 2;
}

public sealed class TogetherSubmittingTests(ConformanceBench<TogetherWire> bench)
    : SubmittingTests<TogetherWire>(bench);

public sealed class TogetherCompilingTests(ConformanceBench<TogetherWire> bench) : CompilingTests<TogetherWire>(bench);

public sealed class TogetherFailingTests(ConformanceBench<TogetherWire> bench) : FailingTests<TogetherWire>(bench);

public sealed class TogetherPollingTests(ConformanceBench<TogetherWire> bench) : PollingTests<TogetherWire>(bench);

public sealed class TogetherLosingTests(ConformanceBench<TogetherWire> bench) : LosingTests<TogetherWire>(bench);

public sealed class TogetherTrustingTests(ConformanceBench<TogetherWire> bench) : TrustingTests<TogetherWire>(bench);

public sealed class TogetherKnowingTests(ConformanceBench<TogetherWire> bench) : KnowingTests<TogetherWire>(bench);

public sealed class AzureSubmittingTests(ConformanceBench<AzureWire> bench) : SubmittingTests<AzureWire>(bench);

public sealed class AzureCompilingTests(ConformanceBench<AzureWire> bench) : CompilingTests<AzureWire>(bench);

public sealed class AzureFailingTests(ConformanceBench<AzureWire> bench) : FailingTests<AzureWire>(bench);

public sealed class AzurePollingTests(ConformanceBench<AzureWire> bench) : PollingTests<AzureWire>(bench);

public sealed class AzureLosingTests(ConformanceBench<AzureWire> bench) : LosingTests<AzureWire>(bench);

public sealed class AzureTrustingTests(ConformanceBench<AzureWire> bench) : TrustingTests<AzureWire>(bench);

public sealed class AzureKnowingTests(ConformanceBench<AzureWire> bench) : KnowingTests<AzureWire>(bench);

public sealed class SdcppSubmittingTests(ConformanceBench<SdcppWire> bench) : SubmittingTests<SdcppWire>(bench);

public sealed class SdcppCompilingTests(ConformanceBench<SdcppWire> bench) : CompilingTests<SdcppWire>(bench);

public sealed class SdcppFailingTests(ConformanceBench<SdcppWire> bench) : FailingTests<SdcppWire>(bench);

public sealed class SdcppPollingTests(ConformanceBench<SdcppWire> bench) : PollingTests<SdcppWire>(bench);

public sealed class SdcppLosingTests(ConformanceBench<SdcppWire> bench) : LosingTests<SdcppWire>(bench);

public sealed class SdcppTrustingTests(ConformanceBench<SdcppWire> bench) : TrustingTests<SdcppWire>(bench);

public sealed class SdcppKnowingTests(ConformanceBench<SdcppWire> bench) : KnowingTests<SdcppWire>(bench);
