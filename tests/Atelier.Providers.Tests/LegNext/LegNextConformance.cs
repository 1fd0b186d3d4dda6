using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.LegNext;

public sealed class LegNextWire : WireUnderTest
{
    public override string Provider => "legnext";

    public override bool HasTasks => true;

    public override bool CallsBack => true;

    public override bool FetchesFromUs => true;

    public override MaskForm Mask => MaskForm.Address;

    public override Reconciliation Reconciliation => Reconciliation.ByWindow;

    public override ProviderSiteOptions Site(string key, Uri? baseUrl) => LegNextSite.Options(key, baseUrl);

    public override IRemoteProvider Adapter(ProviderSite site, TimeProvider time) => new LegNextProvider(site, time);

    public override Meaning? MeaningOf(FaultAction action, int? status) =>
        action switch
        {
            FaultAction.Redirect => new(FailureKind.ServerError, Charge.Unknown),
            _ => base.MeaningOf(action, status),
        };

    public override string? MaskIn(ReceivedCall call) =>
        JsonNode.Parse(call.Body!)!["mask"]?["url"]?.GetValue<string>();

    // It changes its own pictures only, but restyles and cuts out any.
    internal override async Task<SourceImage> SourceAsync(Guid id, OfferCase of, Func<Task<string>> makeAsync) =>
        of.Capability is Capability.ImageToImage or Capability.BackgroundRemoval
            ? new SourceImage(id, 1024, 1024, "upload", null, null)
            : new SourceImage(id, 1024, 1024, Provider, await makeAsync(), 2);

    // On all sides alike.
    internal override Outpaint Grow(SourceImage source, string prompt) =>
        new(source.Id, 256, 256, 256, 256, prompt, 0.8);
}

public sealed class LegNextSubmittingTests(ConformanceBench<LegNextWire> bench) : SubmittingTests<LegNextWire>(bench);

public sealed class LegNextCompilingTests(ConformanceBench<LegNextWire> bench) : CompilingTests<LegNextWire>(bench);

public sealed class LegNextFailingTests(ConformanceBench<LegNextWire> bench) : FailingTests<LegNextWire>(bench);

public sealed class LegNextPollingTests(ConformanceBench<LegNextWire> bench) : PollingTests<LegNextWire>(bench);

public sealed class LegNextLosingTests(ConformanceBench<LegNextWire> bench) : LosingTests<LegNextWire>(bench);

public sealed class LegNextTrustingTests(ConformanceBench<LegNextWire> bench) : TrustingTests<LegNextWire>(bench);

public sealed class LegNextKnowingTests(ConformanceBench<LegNextWire> bench) : KnowingTests<LegNextWire>(bench);
