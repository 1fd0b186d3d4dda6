using System.Security.Cryptography;
using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Core.Pricing;
using Atelier.Core.Prompts;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Health;
using Atelier.Engine.Policy;
using Atelier.Engine.Public;
using Atelier.Providers;
using Atelier.Providers.Calls;
using Atelier.Providers.Reconciling;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Planning;

/// <summary>Routes a request, fixes its price, and compiles it for every offer of the chain.</summary>
public sealed partial class Planner(
    CatalogueHolder catalogue,
    ProviderRegistry providers,
    PublicAddresses addresses,
    PolicySwitches switches,
    IBalances balances,
    IOfferHealth health,
    LaneModes modes,
    TimeProvider time,
    ILogger<Planner> logger
)
{
    /// <summary>
    /// Places of a chain at most, beside the painter: a request that failed so often fails everywhere, and each is compiled and kept.
    /// </summary>
    public const int MostLinks = 6;

    /// <summary>Why an offer behind them is not among them.</summary>
    public static readonly Rejection Beyond = new(
        RejectionCause.BeyondChain,
        FormattableString.Invariant(
            $"could do it, but {MostLinks} others come before it, which is as far as a chain goes"
        )
    );

    private static readonly Rejection NoRoom = new(
        RejectionCause.Money,
        "is passed over: the budget of the month has no room for it"
    );

    private static readonly Rejection BeyondQuote = new(
        RejectionCause.Cost,
        "is passed over: it may cost more than the quote allows"
    );

    private static readonly Degradation PassedByForMoney = new(
        "budget_fallback",
        "Another offer would have come first and is not available now."
    );

    private static readonly Degradation PassedByForQuote = new(
        "quote_fallback",
        "Another offer would have come first and may cost more than the quote allows."
    );

    /// <summary>The plan for a request.</summary>
    /// <exception cref="AtelierException">No offer can do it; the text says why for each that was looked at.</exception>
    public PlannedWork Plan(ImageRequest asked, PlannedSources? sources, PlanFor whom)
    {
        var (work, route) = TryPlan(asked, sources, Status(whom));
        if (work is null)
        {
            LogNoOffer(asked.Operation.Kind, NoOffer.Reasons(route.Rejected));
            throw NoOffer.Error(asked, route, whom.RunsHouse);
        }

        return work;
    }

    /// <summary>What would become of a request, whether or not an offer can do it. Writes nothing and asks nobody.</summary>
    public PlannedRoute Explain(ImageRequest asked, PlannedSources? sources, PlanFor whom) =>
        TryPlan(asked, sources, Status(whom), show: true).Route;

    /// <summary>
    /// The plan without offers that may cost more than a budget has room for; null when none is left. The painter is among
    /// them only where it would have been without a budget.
    /// </summary>
    /// <param name="room">Nano-dollars; 0 and below leaves what is free.</param>
    /// <param name="quoted">Nano-dollars that the caller's quote allows; null where it came without one.</param>
    public PlannedWork? PlanWithin(
        ImageRequest asked,
        PlannedSources? sources,
        PlanFor whom,
        long room = long.MaxValue,
        long? quoted = null
    ) => TryPlan(asked, sources, Status(whom), Math.Max(0, room), quoted ?? long.MaxValue).Work;

    /// <summary>What would become of a request whose account's budgets have so much room; its plan is that of <see cref="PlanWithin"/>.</summary>
    public PlannedRoute ExplainWithin(ImageRequest asked, PlannedSources? sources, PlanFor whom, long room) =>
        TryPlan(asked, sources, Status(whom), Math.Max(0, room), show: true).Route;

    private (PlannedWork? Work, PlannedRoute Route) TryPlan(
        ImageRequest asked,
        PlannedSources? sources,
        ProviderStatus status,
        long room = long.MaxValue,
        long quoted = long.MaxValue,
        bool show = false
    )
    {
        var snapshot = catalogue.Current;
        var route = Router.Plan(asked, snapshot, status);
        var seed = asked.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        var request = asked with { Seed = seed };
        var style = PromptComposer.StyleOf(request, snapshot);
        var (chain, calls) = (new List<PlannedOffer>(), new List<CompiledCall>());
        var rejected = new List<RejectedOffer>(route.Rejected);
        var asNamed = false;
        Degradation? passedBy = null;
        PromptPreview? preview = null;
        foreach (var ranked in route.Chain.Concat(SpareOf(route, chain, rejected)))
        {
            if (chain.Count >= MostLinks && ranked.Offer.Provider != Router.Local)
            {
                rejected.Add(RejectedOffer.Of(ranked.Model, ranked.Offer, Beyond));
                continue;
            }

            // What the first is to make sets the price; another that takes over does not change it. A photo in a style costs what its
            // two words for quality say.
            var priced =
                chain.Count > 0 || status.Order == RouteOrder.Photo
                    ? request
                    : ResultSize.AtLeast(request, ResultSize.PixelsOf(request, sources?.Image, ranked.Offer), snapshot);
            var compiled = Compile(priced, ranked, style, sources ?? PlannedSources.None, asked.Seed is not null);
            priced =
                chain.Count > 0
                    ? priced
                    : ResultSize.AtLeast(priced, (compiled as Compilation.Ready)?.Call.LeastPixels, snapshot);
            var offer = compiled is Compilation.Ready ready
                ? Freeze(ranked, ready.Call, priced, sources, passedBy, snapshot)
                : null;
            if (ReasonAgainst(compiled, offer, asked, room, quoted) is { } against)
            {
                passedBy ??= chain.Count == 0 ? LossBy(against) : null;
                rejected.Add(RejectedOffer.Of(ranked.Model, ranked.Offer, against));
            }
            else
            {
                var call = ((Compilation.Ready)compiled).Call;
                request = priced;
                call = call with { Told = Told(ranked, call) };
                preview ??= show ? PromptPreview.Of(ranked.Prompt, call) : null;
                chain.Add(offer!);
                calls.Add(call);
                asNamed |= !ranked.IsFallback;
            }
        }

        if (chain.Count == 0 || (asked.Model is not null && !asNamed && !MayTakeOver(asked.Model, snapshot, rejected)))
        {
            return (
                null,
                new PlannedRoute(request, null, rejected, route.Text, null)
                {
                    RetryAfterSeconds = SecondsUntilAny(rejected, snapshot),
                }
            );
        }

        var plan = new GenerationPlan(
            snapshot.Version,
            request.Size,
            request.Quality,
            style?.Id,
            seed,
            PriceList.EachOf(request, snapshot),
            chain,
            rejected,
            route.Text
        )
        {
            NamedAlone = asked is { Model: not null, Fallback: FallbackRule.Strict },
        };
        return (new PlannedWork(request, plan, calls), new PlannedRoute(request, plan, rejected, route.Text, preview));
    }

    /// <summary>What the router may know of the outside now.</summary>
    public ProviderStatus Status() =>
        new(providers.Ids, Today)
        {
            Health = health.Offers,
            Waits = health.Waits,
            Held = modes.Held.Keys.ToHashSet(),
        };

    private ProviderStatus Status(PlanFor whom) =>
        Status() with
        {
            AccountTier = whom.Tier,
            Only = whom.Only,
            Never = whom.Never,
            Order = whom.Order,
            StylesOff = switches.StylesOff,
        };

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    // Another model takes over from one that fails, not from one that the request itself keeps from being asked. A quote may have
    // been given for the other.
    private bool MayTakeOver(string name, CatalogueSnapshot snapshot, List<RejectedOffer> rejected)
    {
        var model = snapshot.CurrentOf(snapshot.FindModel(name)!, Today);
        return rejected.Exists(offer =>
            offer.Model == model.Id
            && (offer.Cause is RejectionCause.Money or RejectionCause.Circuit || offer.Reason == BeyondQuote.Text)
        );
    }

    // Read after the chain: who loses references serves only where nobody is left who takes them (requirement C-02).
    private static IEnumerable<RankedOffer> SpareOf(Route route, List<PlannedOffer> chain, List<RejectedOffer> rejected)
    {
        if (chain.Count > 0)
        {
            yield break;
        }

        rejected.RemoveAll(offer => offer.Cause == RejectionCause.References);
        foreach (var ranked in route.Spare)
        {
            yield return ranked;
        }
    }

    private int? SecondsUntilAny(IReadOnlyList<RejectedOffer> rejected, CatalogueSnapshot snapshot)
    {
        var until = rejected
            .Where(offer => offer.Cause == RejectionCause.Circuit)
            .SelectMany(offer => KeysOf(offer, snapshot))
            .Select(key => health.Offers.GetValueOrDefault(key)?.OpenUntil)
            .Min();
        return until is { } moment ? Math.Max(1, (int)Math.Ceiling((moment - time.GetUtcNow()).TotalSeconds)) : null;
    }

    private static IEnumerable<OfferKey> KeysOf(RejectedOffer rejected, CatalogueSnapshot snapshot) =>
        snapshot
            .FindModel(rejected.Model)!
            .Offers.Where(offer =>
                offer.Provider == rejected.Provider
                && (rejected.ProviderModel is null || offer.ProviderModel == rejected.ProviderModel)
            )
            .Select(offer => new OfferKey(rejected.Model, offer.Provider, offer.ProviderModel));

    /// <summary>Why an offer that the router would take is passed over after all; null when it is not.</summary>
    private Rejection? ReasonAgainst(
        Compilation compiled,
        PlannedOffer? offer,
        ImageRequest asked,
        long room,
        long quoted
    )
    {
        if (compiled is Compilation.Impossible impossible)
        {
            return impossible.Reason;
        }

        // An adapter may find losses that the catalogue does not know.
        var losses = ((Compilation.Ready)compiled).Call.Degradations;
        if (asked.Fallback == FallbackRule.Strict && Router.ReasonOfStrict(losses) is { } loss)
        {
            return loss;
        }

        if (offer!.MostFor(asked.Count) > room)
        {
            return NoRoom;
        }

        if (offer.MostFor(asked.Count) > quoted)
        {
            return BeyondQuote;
        }

        // Where the balance cannot be read, the provider itself decides.
        var first = NanoDollars.ToDollars(offer.ExpectedOf(Math.Min(asked.Count, offer.MaxPerCall)));
        if (balances.SpendableUsd(offer.Provider) < first)
        {
            LogTooLittle(offer.Provider, offer.Model);
            return new Rejection(
                RejectionCause.Money,
                "is passed over: too little money is left on the operator's account there"
            );
        }

        var most = NanoDollars.ToDollars(offer.MostFor(asked.Count));
        return most > asked.MaxCostUsd
            ? new Rejection(
                RejectionCause.Cost,
                FormattableString.Invariant($"may cost up to ${most:0.####}, more than max_cost_usd")
            )
            : null;
    }

    /// <param name="passedBy">That another would have come first, had there been the money for it; null when none would.</param>
    private PlannedOffer Freeze(
        RankedOffer ranked,
        CompiledCall call,
        ImageRequest request,
        PlannedSources? sources,
        Degradation? passedBy,
        CatalogueSnapshot snapshot
    )
    {
        var remote = providers.FindRemote(call.Provider);
        var free = remote is null || snapshot.FindProvider(call.Provider) is { Free: true };
        var price = ranked.Offer.Price.Of(request);
        return new PlannedOffer(
            ranked.Model.Id,
            ranked.Model.Version,
            ranked.Offer.Provider,
            price.Expected,
            SourceOf(ranked, request, sources),
            [.. ranked.Degradations, .. call.Degradations, .. LossOf(passedBy, request)]
        )
        {
            ProviderModel = ranked.Offer.ProviderModel,
            IsTwin = ranked.Model.NameOfTwin(ranked.Offer) is not null,
            Score = ranked.Score,
            Reason = ranked.Reason.Length == 0 ? null : ranked.Reason,
            PicturesPerCall = call.PicturesPerCall,
            MaxPerCall = call.MaxPerCall,
            MaximumNanos = free ? 0 : call.MaximumNanos ?? NanoDollars.Of(price.Maximum),
            ExpectedNanos = free ? 0 : call.ExpectedNanos ?? NanoDollars.Of(price.Expected),
            PriceFactor = call.PriceFactor,
            PostTimeout = remote?.PostTimeoutOf(call) ?? TimeSpan.Zero,
            Paid = remote is not null,
            Free = remote is not null && free,
            Reconciles = remote is not null && remote.ReconciliationOf(call) != Reconciliation.None,
        };
    }

    // Under strict nothing but the same is made, only by another: that loses nothing. Which offer it is, and how the operator's
    // money stands, is told where offers are rejected, and there only to who runs the house.
    private static IEnumerable<Degradation> LossOf(Degradation? passedBy, ImageRequest request) =>
        passedBy is null || request.Fallback == FallbackRule.Strict ? [] : [passedBy];

    private static Degradation? LossBy(Rejection against) =>
        ReferenceEquals(against, NoRoom) ? PassedByForMoney
        : ReferenceEquals(against, BeyondQuote) ? PassedByForQuote
        : null;

    // A filter adds nothing to what it is given: what a model made stays that, however it looks afterwards.
    private static DigitalSourceType SourceOf(RankedOffer ranked, ImageRequest request, PlannedSources? sources) =>
        ranked.Offer.Provider == Router.Local && request.Operation is Create ? DigitalSourceType.AlgorithmicMedia
        : ranked.Offer.Provider == Router.Local ? sources?.Image?.Made ?? DigitalSourceType.AlgorithmicallyEnhanced
        : request.Operation is Create ? DigitalSourceType.TrainedAlgorithmicMedia
        : DigitalSourceType.CompositeWithTrainedAlgorithmicMedia;

    private Compilation Compile(
        ImageRequest request,
        RankedOffer ranked,
        StyleEntry? style,
        PlannedSources sources,
        bool seedAsked
    )
    {
        var composed = ranked.Prompt;
        var order = new CompileOrder(
            request,
            ranked.Model,
            ranked.Offer,
            composed.Prompt.Length == 0 ? null : composed.Prompt,
            composed.NegativePrompt,
            sources.Image,
            sources.Mask,
            addresses.Configured,
            Guidance.Settle(request, style, ranked.Offer)
        )
        {
            SeedAsked = seedAsked,
            References = [.. sources.References.Take(ReferenceLosses.UsedBy(request, ranked.Offer))],
        };
        return providers.Find(ranked.Offer.Provider)!.Compile(order);
    }

    // The painter reads the caller's words and the style by itself; what it was given is the whole prompt all the same.
    private static string? Told(RankedOffer ranked, CompiledCall call)
    {
        var words =
            ranked.Offer.Provider == Router.Local ? ranked.Prompt.Prompt : call.FinalPrompt ?? ranked.Prompt.Prompt;
        return words.Length == 0 ? null : words;
    }

    [LoggerMessage(LogLevel.Warning, "Too little money is left at {Provider} for {Model}; it is passed over")]
    private partial void LogTooLittle(string provider, string model);

    [LoggerMessage(LogLevel.Information, "No offer can do {Operation}: {Reasons}")]
    private partial void LogNoOffer(string operation, string reasons);
}
