using System.Text.RegularExpressions;
using Atelier.Core.Catalogue;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Providers.Failures;
using Atelier.Providers.Gemini;
using Atelier.Providers.Http;
using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.Gemini;

public sealed class GeminiWire : WireUnderTest
{
    public override string Provider => "gemini";

    // The words are billed though they are refused.
    public override Meaning Refusal => new(FailureKind.Refused, Charge.Charged);

    public override int MostReferences(OfferEntry offer) => 14;

    public override ProviderSiteOptions Site(string key, Uri? baseUrl) => GeminiSite.Options(key, baseUrl);

    public override IRemoteProvider Adapter(ProviderSite site, TimeProvider time) => new GeminiProvider(site, time);

    public override int PicturesIn(ReceivedCall call) => Regex.Count(call.Body!, "\"inlineData\"");

    public override Meaning? MeaningOf(FaultAction action, int? status) =>
        (action, status) switch
        {
            (FaultAction.ErrorBefore, 503) => new(FailureKind.Overloaded, Charge.None),
            _ => base.MeaningOf(action, status),
        };
}

public sealed class GeminiSubmittingTests(ConformanceBench<GeminiWire> bench) : SubmittingTests<GeminiWire>(bench);

public sealed class GeminiCompilingTests(ConformanceBench<GeminiWire> bench) : CompilingTests<GeminiWire>(bench);

public sealed class GeminiFailingTests(ConformanceBench<GeminiWire> bench) : FailingTests<GeminiWire>(bench);

public sealed class GeminiPollingTests(ConformanceBench<GeminiWire> bench) : PollingTests<GeminiWire>(bench);

public sealed class GeminiLosingTests(ConformanceBench<GeminiWire> bench) : LosingTests<GeminiWire>(bench);

public sealed class GeminiTrustingTests(ConformanceBench<GeminiWire> bench) : TrustingTests<GeminiWire>(bench);

public sealed class GeminiKnowingTests(ConformanceBench<GeminiWire> bench) : KnowingTests<GeminiWire>(bench);
