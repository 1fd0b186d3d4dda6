using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Replicate;
using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.Replicate;

public sealed class ReplicateWire : WireUnderTest
{
    private const string Inside = "data:image/png;base64,";

    public override string Provider => "replicate";

    public override bool HasTasks => true;

    public override bool CallsBack => true;

    public override MaskForm Mask => MaskForm.White;

    public override Reconciliation Reconciliation => Reconciliation.ByWindow;

    // Of an official model, which the suite takes: nothing is billed for it.
    public override CancelAnswer Cancelling => CancelAnswer.Confirmed;

    public override ProviderSiteOptions Site(string key, Uri? baseUrl) => ReplicateSite.Options(key, baseUrl);

    public override IRemoteProvider Adapter(ProviderSite site, TimeProvider time) => new ReplicateProvider(site, time);

    public override int MostReferences(OfferEntry offer) =>
        offer.ProviderModel == "black-forest-labs/flux-1.1-pro" ? 1 : 0;

    public override int PicturesIn(ReceivedCall call) => PicturesOf(call).Count(input => input.Key != "mask");

    public override string? MaskIn(ReceivedCall call) =>
        PicturesOf(call)
            .Where(input => input.Key == "mask")
            .Select(input =>
                Atelier.Providers.Tests.Conformance.Pictures.Sha(
                    Convert.FromBase64String(input.Value!.GetValue<string>()[Inside.Length..])
                )
            )
            .SingleOrDefault();

    public override Meaning? MeaningOf(FaultAction action, int? status) =>
        action switch
        {
            FaultAction.Redirect => new(FailureKind.ServerError, Charge.Unknown),
            _ => base.MeaningOf(action, status),
        };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> PicturesOf(ReceivedCall call) =>
        JsonNode.Parse(call.Body!)!["input"]!
            .AsObject()
            .Where(input => input.Value?.ToString().StartsWith(Inside, StringComparison.Ordinal) == true);
}

public sealed class ReplicateSubmittingTests(ConformanceBench<ReplicateWire> bench)
    : SubmittingTests<ReplicateWire>(bench);

public sealed class ReplicateCompilingTests(ConformanceBench<ReplicateWire> bench)
    : CompilingTests<ReplicateWire>(bench);

public sealed class ReplicateFailingTests(ConformanceBench<ReplicateWire> bench) : FailingTests<ReplicateWire>(bench);

public sealed class ReplicatePollingTests(ConformanceBench<ReplicateWire> bench) : PollingTests<ReplicateWire>(bench);

public sealed class ReplicateLosingTests(ConformanceBench<ReplicateWire> bench) : LosingTests<ReplicateWire>(bench);

public sealed class ReplicateTrustingTests(ConformanceBench<ReplicateWire> bench) : TrustingTests<ReplicateWire>(bench);

public sealed class ReplicateKnowingTests(ConformanceBench<ReplicateWire> bench) : KnowingTests<ReplicateWire>(bench);
