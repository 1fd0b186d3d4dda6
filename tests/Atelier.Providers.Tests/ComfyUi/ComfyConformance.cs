using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Emulators.Engine;
using Atelier.Providers.Answers;
using Atelier.Providers.ComfyUi;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.ComfyUi;

public sealed class ComfyWire : WireUnderTest
{
    private static readonly CatalogueSnapshot Own = ComfyCatalogue.Of();

    public override string Provider => "comfyui";

    public override CatalogueSnapshot Catalogue => Own;

    public override bool HasTasks => true;

    public override bool HasAddresses => false;

    public override bool HasFiles => true;

    public override bool HasKey => false;

    public override bool Bills => false;

    public override CostReport Costs => CostReport.Exact;

    public override Reconciliation Reconciliation => Reconciliation.ById;

    public override CancelAnswer Cancelling => CancelAnswer.Confirmed;

    public override MaskForm Mask => MaskForm.White;

    public override Meaning Refusal => new(FailureKind.TaskFailed, Charge.None);

    public override string? MaskIn(ReceivedCall call) =>
        ((string)JsonNode.Parse(call.Body!)!["prompt"]!["2"]!["inputs"]!["image"]!)["sub/".Length..^".png".Length];

    public override string? BodyOf(ReceivedCall call) =>
        call.Path == "/prompt" ? JsonNode.Parse(call.Body!)!["prompt"]!.ToJsonString() : null;

    public override ProviderSiteOptions Site(string key, Uri? baseUrl) =>
        ComfyUiSite.Options(Own.FindProvider(Provider)!, "", baseUrl);

    public override IRemoteProvider Adapter(ProviderSite site, TimeProvider time) =>
        new ComfyUiProvider(Own.FindProvider(Provider)!, site, ComfyCatalogue.Workflows, Own, time);
}

public sealed class ComfySubmittingTests(ConformanceBench<ComfyWire> bench) : SubmittingTests<ComfyWire>(bench);

public sealed class ComfyCompilingTests(ConformanceBench<ComfyWire> bench) : CompilingTests<ComfyWire>(bench);

public sealed class ComfyFailingTests(ConformanceBench<ComfyWire> bench) : FailingTests<ComfyWire>(bench);

public sealed class ComfyPollingTests(ConformanceBench<ComfyWire> bench) : PollingTests<ComfyWire>(bench);

public sealed class ComfyLosingTests(ConformanceBench<ComfyWire> bench) : LosingTests<ComfyWire>(bench);

public sealed class ComfyTrustingTests(ConformanceBench<ComfyWire> bench) : TrustingTests<ComfyWire>(bench);

public sealed class ComfyKnowingTests(ConformanceBench<ComfyWire> bench) : KnowingTests<ComfyWire>(bench);
