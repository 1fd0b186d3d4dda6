using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Tests.Catalogue;
using Atelier.Emulators.Engine;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Vips;
using Atelier.Providers.Calls;
using Atelier.Providers.Decorators;
using Atelier.Providers.Http;
using Atelier.Providers.Pictures;
using Atelier.Providers.Stability;
using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.Stability;

/// <summary>All services of Stability that bring their picture at once.</summary>
public sealed class StabilityWire : WireUnderTest
{
    internal const string CreativeUpscaler = "stable-image-creative";

    private static readonly Lazy<CatalogueSnapshot> Synchronous = new(() =>
    {
        var shipped = ShippedCatalogue.Load();
        return shipped with { Models = [.. shipped.Models.Where(model => model.Id != CreativeUpscaler)] };
    });

    public override string Provider => "stability";

    public override CatalogueSnapshot Catalogue => Synchronous.Value;

    public override CostReport Costs => CostReport.Estimated;

    public override MaskForm Mask => MaskForm.White;

    public override ProviderSiteOptions Site(string key, Uri? baseUrl) => StabilitySite.Options(key, baseUrl);

    public override IRemoteProvider Adapter(ProviderSite site, TimeProvider time)
    {
        VipsRuntime.Start(new VipsOptions());
        return new StabilityProvider(site, time);
    }

    // The first API takes mask and picture in one of its own sizes.
    public override string? MaskIn(ReceivedCall call)
    {
        var sent = call.Parts.FirstOrDefault(part => part.Name is "mask" or "mask_image");
        var enlarged = PngFile.Encode(
            MaskMaker.ToWhiteOnBlack(Conformance.Pictures.Mask, 1024, 1024),
            CancellationToken.None
        );
        return sent?.Name == "mask_image" && sent.Sha256 == Conformance.Pictures.Sha(enlarged)
            ? Conformance.Pictures.MaskSha(MaskForm.White)
            : sent?.Sha256;
    }
}

/// <summary>The creative upscaler, which makes a task.</summary>
public sealed class StabilityTaskWire : WireUnderTest
{
    private static readonly Lazy<CatalogueSnapshot> Tasks = new(() =>
    {
        var shipped = ShippedCatalogue.Load();
        return shipped with { Models = [.. shipped.Models.Where(model => model.Id == StabilityWire.CreativeUpscaler)] };
    });

    public override string Provider => "stability";

    public override string Surface => "creative upscaler";

    public override CatalogueSnapshot Catalogue => Tasks.Value;

    public override bool HasTasks => true;

    // The picture comes within the answer.
    public override bool HasAddresses => false;

    public override CostReport Costs => CostReport.Estimated;

    public override ProviderSiteOptions Site(string key, Uri? baseUrl) => StabilitySite.Options(key, baseUrl);

    public override IRemoteProvider Adapter(ProviderSite site, TimeProvider time) =>
        new Detailed(new StabilityProvider(site, time));

    /// <summary>Asks for new details always: without them this upscaler is not taken.</summary>
    private sealed class Detailed(IRemoteProvider inner) : DelegatingProvider(inner), IRemoteProvider
    {
        public new Compilation Compile(CompileOrder order) =>
            Inner.Compile(
                order.Request.Operation is Upscale upscale
                    ? order with
                    {
                        Request = order.Request with { Operation = upscale with { EnhanceDetails = true } },
                    }
                    : order
            );
    }
}

public sealed class StabilitySubmittingTests(ConformanceBench<StabilityWire> bench)
    : SubmittingTests<StabilityWire>(bench);

public sealed class StabilityCompilingTests(ConformanceBench<StabilityWire> bench)
    : CompilingTests<StabilityWire>(bench);

public sealed class StabilityFailingTests(ConformanceBench<StabilityWire> bench) : FailingTests<StabilityWire>(bench);

public sealed class StabilityLosingTests(ConformanceBench<StabilityWire> bench) : LosingTests<StabilityWire>(bench);

public sealed class StabilityTrustingTests(ConformanceBench<StabilityWire> bench) : TrustingTests<StabilityWire>(bench);

public sealed class StabilityKnowingTests(ConformanceBench<StabilityWire> bench) : KnowingTests<StabilityWire>(bench);

public sealed class StabilityTaskPollingTests(ConformanceBench<StabilityTaskWire> bench)
    : PollingTests<StabilityTaskWire>(bench);

public sealed class StabilityTaskLosingTests(ConformanceBench<StabilityTaskWire> bench)
    : LosingTests<StabilityTaskWire>(bench);

public sealed class StabilityTaskTrustingTests(ConformanceBench<StabilityTaskWire> bench)
    : TrustingTests<StabilityTaskWire>(bench);
