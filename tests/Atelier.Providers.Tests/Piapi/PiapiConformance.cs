using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Piapi;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.Piapi;

/// <summary>PiAPI's two surfaces share a key and a catalogue, and nothing else: for the suite they are wires of their own.</summary>
public abstract class PiapiSurface : WireUnderTest
{
    private (string Key, Uri? BaseUrl) _last;

    public override string Provider => "piapi";

    public override CatalogueSnapshot Catalogue =>
        base.Catalogue with
        {
            Models =
            [
                .. base.Catalogue.Models.Select(model =>
                    model with
                    {
                        Offers = [.. model.Offers.Where(offer => offer.Provider == Provider && IsSold(offer))],
                    }
                ),
            ],
        };

    public override bool AsksForTasks => true;

    public override ProviderSiteOptions Site(string key, Uri? baseUrl)
    {
        _last = (key, baseUrl);
        return Options(key, baseUrl);
    }

    // One key opens several sites, so they are opened anew where the suite opened one. Its other way to say a mask, as holes of
    // the picture, has tests of its own.
    public override IRemoteProvider Adapter(ProviderSite site, TimeProvider time) =>
        new PiapiProvider(PiapiSite.Open(_last.Key, time, _last.BaseUrl), time, maskAsFile: true);

    public override Meaning? MeaningOf(FaultAction action, int? status) =>
        action switch
        {
            FaultAction.Redirect => new Meaning(FailureKind.ServerError, Charge.Unknown),
            _ => base.MeaningOf(action, status),
        };

    protected abstract bool IsSold(OfferEntry offer);

    protected abstract ProviderSiteOptions Options(string key, Uri? baseUrl);
}

/// <summary>PiAPI's tasks.</summary>
public sealed class PiapiWire : PiapiSurface
{
    public override string Surface => "tasks";

    public override bool HasTasks => true;

    public override bool EndsUnfetchable => true;

    public override bool CallsBack => true;

    public override bool FetchesFromUs => true;

    public override CancelAnswer Cancelling => CancelAnswer.Confirmed;

    public override MaskForm Mask => MaskForm.Address;

    public override Reconciliation Reconciliation => Reconciliation.ByWindow;

    public override string? MaskIn(ReceivedCall call) => InputOf(call)["mask"]?.GetValue<string>();

    public override int PicturesIn(ReceivedCall call) =>
        InputOf(call)["image_urls"]?.AsArray().Count ?? (InputOf(call)["image"] is null ? 0 : 1);

    public override int MostReferences(OfferEntry offer) =>
        offer.ProviderModel.Split('#')[0] switch
        {
            "gemini" => 14,
            "seedream" => 10,
            _ => 0,
        };

    protected override bool IsSold(OfferEntry offer) =>
        !offer.ProviderModel.StartsWith("gpt", StringComparison.Ordinal);

    protected override ProviderSiteOptions Options(string key, Uri? baseUrl) => PiapiSite.OfTasks(key, baseUrl);

    private static JsonNode InputOf(ReceivedCall call) => JsonNode.Parse(call.Body!)!["input"]!;
}

/// <summary>OpenAI's models at PiAPI, which bring their pictures with the answer.</summary>
public abstract class PiapiImageSurface : PiapiSurface
{
    protected override ProviderSiteOptions Options(string key, Uri? baseUrl) => PiapiSite.OfImages(key, baseUrl);
}

public sealed class PiapiImageWire : PiapiImageSurface
{
    public override string Surface => "`/v1/images`";

    protected override bool IsSold(OfferEntry offer) =>
        offer.ProviderModel.StartsWith("gpt-image-2.5", StringComparison.Ordinal);
}

/// <summary>Of the older model PiAPI tells no price of a token.</summary>
public sealed class PiapiOldImageWire : PiapiImageSurface
{
    public override string Surface => "`/v1/images`, older model";

    public override CostReport Costs => CostReport.None;

    protected override bool IsSold(OfferEntry offer) => offer.ProviderModel == "gpt-image-1.5";
}

public sealed class PiapiSubmittingTests(ConformanceBench<PiapiWire> bench) : SubmittingTests<PiapiWire>(bench);

public sealed class PiapiCompilingTests(ConformanceBench<PiapiWire> bench) : CompilingTests<PiapiWire>(bench);

public sealed class PiapiFailingTests(ConformanceBench<PiapiWire> bench) : FailingTests<PiapiWire>(bench);

public sealed class PiapiPollingTests(ConformanceBench<PiapiWire> bench) : PollingTests<PiapiWire>(bench);

public sealed class PiapiLosingTests(ConformanceBench<PiapiWire> bench) : LosingTests<PiapiWire>(bench);

public sealed class PiapiTrustingTests(ConformanceBench<PiapiWire> bench) : TrustingTests<PiapiWire>(bench);

public sealed class PiapiKnowingTests(ConformanceBench<PiapiWire> bench) : KnowingTests<PiapiWire>(bench);

public sealed class PiapiImageSubmittingTests(ConformanceBench<PiapiImageWire> bench)
    : SubmittingTests<PiapiImageWire>(bench);

public sealed class PiapiImageCompilingTests(ConformanceBench<PiapiImageWire> bench)
    : CompilingTests<PiapiImageWire>(bench);

public sealed class PiapiImageFailingTests(ConformanceBench<PiapiImageWire> bench)
    : FailingTests<PiapiImageWire>(bench);

public sealed class PiapiImageLosingTests(ConformanceBench<PiapiImageWire> bench) : LosingTests<PiapiImageWire>(bench);

public sealed class PiapiImageTrustingTests(ConformanceBench<PiapiImageWire> bench)
    : TrustingTests<PiapiImageWire>(bench);

public sealed class PiapiImagePollingTests(ConformanceBench<PiapiImageWire> bench)
    : PollingTests<PiapiImageWire>(bench);

public sealed class PiapiImageKnowingTests(ConformanceBench<PiapiImageWire> bench)
    : KnowingTests<PiapiImageWire>(bench);

public sealed class PiapiOldImageSubmittingTests(ConformanceBench<PiapiOldImageWire> bench)
    : SubmittingTests<PiapiOldImageWire>(bench);

public sealed class PiapiOldImageCompilingTests(ConformanceBench<PiapiOldImageWire> bench)
    : CompilingTests<PiapiOldImageWire>(bench);

public sealed class PiapiOldImageFailingTests(ConformanceBench<PiapiOldImageWire> bench)
    : FailingTests<PiapiOldImageWire>(bench);

public sealed class PiapiOldImageKnowingTests(ConformanceBench<PiapiOldImageWire> bench)
    : KnowingTests<PiapiOldImageWire>(bench);
