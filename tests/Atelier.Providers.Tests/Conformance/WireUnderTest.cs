using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Tests.Catalogue;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>
/// What the conformance suite must know of a wire: how its adapter is made, and what is declared of it. Everything that is not
/// overridden holds as it stands here: a wire that answers at once, bills exactly and keeps nothing.
/// </summary>
/// <remarks>
/// A new wire is one class of this kind and one line for each subject, as in <c>OpenAiConformance</c> and <c>LegNextConformance</c>:
/// <code>
/// public sealed class StabilityWire : WireUnderTest
/// {
///     public override string Provider =&gt; "stability";
///     public override ProviderSiteOptions Site(string key, Uri? baseUrl) =&gt; StabilitySite.Options(key, baseUrl);
///     public override IRemoteProvider Adapter(ProviderSite site, TimeProvider time) =&gt; new StabilityProvider(site, time);
/// }
/// public sealed class StabilitySubmittingTests(ConformanceBench&lt;StabilityWire&gt; bench) : SubmittingTests&lt;StabilityWire&gt;(bench);
/// … likewise Compiling, Failing, Polling, Losing, Trusting, Knowing.
/// </code>
/// The offers come from the shipped catalogue, so each of them, with everything that it is said to do, is run without a word
/// of the bench.
/// </remarks>
public abstract class WireUnderTest
{
    private static readonly Lazy<CatalogueSnapshot> Shipped = new(ShippedCatalogue.Load);

    /// <summary>The provider's id in the catalogue.</summary>
    public abstract string Provider { get; }

    /// <summary>The id of the emulated wire.</summary>
    public virtual string Emulated => Provider;

    /// <summary>What tells this wire from others of its provider; null where there is one.</summary>
    public virtual string? Surface => null;

    /// <summary>Where the offers stand.</summary>
    public virtual CatalogueSnapshot Catalogue => Shipped.Value;

    // How a call goes.

    /// <summary>Whether the paid POST makes a task that is asked for.</summary>
    public virtual bool HasTasks => false;

    /// <summary>Whether the adapter asks for tasks, be they of this wire or of another of its provider.</summary>
    public virtual bool AsksForTasks => HasTasks;

    /// <summary>Whether pictures lie at addresses that an answer names, and that run out.</summary>
    public virtual bool HasAddresses => HasTasks;

    /// <summary>Whether the answer to the paid POST is whole but for its pictures, which are then fetched as a task's are.</summary>
    public bool NamesAddresses => HasAddresses && !HasTasks;

    /// <summary>Whether a task whose pictures are nowhere that we may fetch them ends, paid for; otherwise it is asked for again.</summary>
    public virtual bool EndsUnfetchable => false;

    /// <summary>Whether the pictures of a task are fetched one by one.</summary>
    public virtual bool HasFiles => HasAddresses;

    /// <summary>Whether the wire takes an address that it calls when a task ends.</summary>
    public virtual bool CallsBack => false;

    /// <summary>How a lost call is found again.</summary>
    public virtual Reconciliation Reconciliation => Reconciliation.None;

    /// <summary>What it says to a wish to cancel a task that runs.</summary>
    public virtual CancelAnswer Cancelling => CancelAnswer.NotPossible;

    /// <summary>What it tells of the cost.</summary>
    public virtual CostReport Costs => CostReport.Exact;

    /// <summary>Whether there is a key at all.</summary>
    public virtual bool HasKey => true;

    /// <summary>Whether anything is ever billed.</summary>
    public virtual bool Bills => true;

    /// <summary>The kind of the failure when the provider will not make what it is asked for.</summary>
    public virtual Meaning Refusal => new(FailureKind.Refused, Charge.None);

    /// <summary>Words that the emulator's policy refuses.</summary>
    public virtual string RefusedPrompt => "a nude statue";

    // Pictures that go along.

    /// <summary>Whether it fetches pictures from us rather than being sent them.</summary>
    public virtual bool FetchesFromUs => false;

    /// <summary>How it takes a mask.</summary>
    public virtual MaskForm Mask => MaskForm.None;

    /// <summary>Pictures that a new one may be made after, at most; 0 where it takes none.</summary>
    public virtual int MostReferences(OfferEntry offer) => 0;

    /// <summary>The SHA-256 of the mask's file in a call, or its address.</summary>
    public virtual string? MaskIn(ReceivedCall call) => call.Parts.FirstOrDefault(part => part.Name == "mask")?.Sha256;

    /// <summary>The body of a call without what is another in each, such as an id of ours.</summary>
    public virtual string? BodyOf(ReceivedCall call) => call.Body;

    /// <summary>The number of pictures in a call, without the mask.</summary>
    public virtual int PicturesIn(ReceivedCall call) =>
        call.Parts.Count(part => part.FileName is not null && part.Name != "mask");

    /// <summary>How the adapter's site is made; null takes the real address, or any where an operator has it himself.</summary>
    public abstract ProviderSiteOptions Site(string key, Uri? baseUrl);

    public abstract IRemoteProvider Adapter(ProviderSite site, TimeProvider time);

    /// <summary>What a fault at the paid POST comes to, here or when the answer is read; null where it does no harm.</summary>
    public virtual Meaning? MeaningOf(FaultAction action, int? status) =>
        action switch
        {
            FaultAction.TooManyRequests => new(FailureKind.RateLimited, Charge.None),
            FaultAction.OutOfCredits => new(FailureKind.OutOfCredits, Charge.None),
            FaultAction.Unauthorized => new(FailureKind.Unauthorized, Charge.None),
            FaultAction.ErrorBefore or FaultAction.ErrorAfter => new(FailureKind.ServerError, Charge.Unknown),
            FaultAction.Redirect => new(FailureKind.Unreadable, Charge.Unknown),
            FaultAction.BrokenJson => new(FailureKind.Unreadable, HasTasks ? Charge.Unknown : Charge.Charged),
            // What was paid for is read whatever it calls itself.
            FaultAction.WrongMime => null,
            _ => new(FailureKind.Lost, Charge.Unknown),
        };

    /// <summary>The picture that a change begins from: what the caller brought, unless the wire changes only its own.</summary>
    /// <param name="makeAsync">Makes a picture by the same offer and gives the id of its task.</param>
    internal virtual Task<SourceImage> SourceAsync(Guid id, OfferCase of, Func<Task<string>> makeAsync) =>
        Task.FromResult(new SourceImage(id, Pictures.Side, Pictures.Side, "upload", null, null));

    /// <summary>How the wire can grow a picture.</summary>
    internal virtual Outpaint Grow(SourceImage source, string prompt) =>
        new(source.Id, source.Width / 4, source.Width / 4, 0, 0, prompt, Pictures.UsualStrength);

    /// <summary>Everything that the living offers of this provider can do.</summary>
    internal IEnumerable<OfferCase> Cases(DateOnly today) =>
        from model in Catalogue.Models
        where !model.IsRetired(today)
        from offer in model.Offers
        where offer.Provider == Provider
        from capability in offer.Capabilities
        select new OfferCase(model, offer, capability);
}
