using Atelier.Core.Catalogue;
using Atelier.Emulators.Faults;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Tests.Conformance;
using Atelier.Providers.Tests.OpenAi.Shapes;

namespace Atelier.Providers.Tests.OpenAi;

public sealed class OpenAiWire : WireUnderTest
{
    public override string Provider => "openai";

    public override MaskForm Mask => MaskForm.Holes;

    public override int MostReferences(OfferEntry offer) => 16;

    public override ProviderSiteOptions Site(string key, Uri? baseUrl) => OpenAiSite.Options(key, baseUrl);

    public override IRemoteProvider Adapter(ProviderSite site, TimeProvider time) => new OpenAiProvider(site, time);

    public override Meaning? MeaningOf(FaultAction action, int? status) =>
        (action, status) switch
        {
            // What is turned away at the door did no work.
            (FaultAction.ErrorBefore, 503) => new(FailureKind.Overloaded, Charge.None),
            _ => base.MeaningOf(action, status),
        };
}

public sealed class OpenAiSubmittingTests(ConformanceBench<OpenAiWire> bench)
    : SubmittingTests<OpenAiWire>(bench),
        IDisposable
{
    public void Dispose() => ImageShapes.AssertFit(Emulated.Calls);
}

public sealed class OpenAiCompilingTests(ConformanceBench<OpenAiWire> bench) : CompilingTests<OpenAiWire>(bench);

public sealed class OpenAiFailingTests(ConformanceBench<OpenAiWire> bench) : FailingTests<OpenAiWire>(bench);

public sealed class OpenAiPollingTests(ConformanceBench<OpenAiWire> bench) : PollingTests<OpenAiWire>(bench);

public sealed class OpenAiLosingTests(ConformanceBench<OpenAiWire> bench) : LosingTests<OpenAiWire>(bench);

public sealed class OpenAiTrustingTests(ConformanceBench<OpenAiWire> bench) : TrustingTests<OpenAiWire>(bench);

public sealed class OpenAiKnowingTests(ConformanceBench<OpenAiWire> bench) : KnowingTests<OpenAiWire>(bench);
