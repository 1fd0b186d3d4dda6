using System.Security.Cryptography;
using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Core.Pricing;
using Atelier.Core.Prompts;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Health;
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
    IBalances balances,
    TimeProvider time,
    ILogger<Planner> logger
)
{
    /// <summary>The plan for a request.</summary>
    /// <exception cref="AtelierException">No offer can do it; the text says why for each that was looked at.</exception>
    public PlannedWork Plan(ImageRequest asked, PlannedSources? sources = null)
    {
        var (work, rejected) = TryPlan(asked, sources, free: false);
        return work ?? throw NoOffer.Error(asked, rejected);
    }

    /// <summary>
    /// The plan without offers that may cost something; null when none is left. The painter is among them only where it would
    /// have been without a budget.
    /// </summary>
    public PlannedWork? PlanFree(ImageRequest asked, PlannedSources? sources = null) =>
        TryPlan(asked, sources, free: true).Work;

    private (PlannedWork? Work, IReadOnlyList<RejectedOffer> Rejected) TryPlan(
        ImageRequest asked,
        PlannedSources? sources,
        bool free
    )
    {
        var snapshot = catalogue.Current;
        var route = Router.Plan(asked, snapshot, Status());
        var seed = asked.Seed ?? DrawSeed();
        var request = asked with { Seed = seed };
        var prompts = new PromptSheet(request, snapshot);
        var chain = new List<PlannedOffer>();
        var calls = new List<CompiledCall>();
        var rejected = new List<RejectedOffer>(route.Rejected);
        foreach (var ranked in route.Chain)
        {
            var compiled = Compile(request, ranked, prompts, sources ?? PlannedSources.None);
            var offer = compiled is Compilation.Ready ready ? Freeze(ranked, ready.Call, request) : null;
            if (ReasonAgainst(compiled, offer, asked, free) is { } against)
            {
                rejected.Add(new RejectedOffer(ranked.Model.Id, ranked.Offer.Provider, against.Text, against.Cause));
            }
            else
            {
                chain.Add(offer!);
                calls.Add(((Compilation.Ready)compiled).Call);
            }
        }

        if (chain.Count == 0)
        {
            return (null, rejected);
        }

        var plan = new GenerationPlan(
            snapshot.Version,
            request.Size,
            request.Quality,
            prompts.Style?.Id,
            seed,
            PriceList.EachOf(request, snapshot),
            chain,
            rejected,
            route.Text
        );
        return (new PlannedWork(request, plan, calls), rejected);
    }

    /// <summary>What the router may know of the outside now.</summary>
    public ProviderStatus Status() => new(providers.Ids, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));

    private static long DrawSeed() => RandomNumberGenerator.GetInt32(int.MaxValue);

    /// <summary>Why an offer that the router would take is passed over after all; null when it is not.</summary>
    private Rejection? ReasonAgainst(Compilation compiled, PlannedOffer? offer, ImageRequest asked, bool free)
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

        if (free && offer!.MostFor(asked.Count) > 0)
        {
            return new Rejection(RejectionCause.Money, "is passed over: the budget of the month has no room for it");
        }

        // Where the balance cannot be read, the provider itself decides.
        var first = NanoDollars.ToDollars(offer!.ExpectedOf(Math.Min(asked.Count, offer.MaxPerCall)));
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

    private PlannedOffer Freeze(RankedOffer ranked, CompiledCall call, ImageRequest request)
    {
        var remote = providers.FindRemote(call.Provider);
        return new PlannedOffer(
            ranked.Model.Id,
            ranked.Model.Version,
            ranked.Offer.Provider,
            ranked.Offer.Price.Expected,
            SourceOf(ranked, request),
            [.. ranked.Degradations, .. call.Degradations]
        )
        {
            PicturesPerCall = call.PicturesPerCall,
            MaxPerCall = call.MaxPerCall,
            MaximumNanos = remote is null ? 0 : call.MaximumNanos ?? NanoDollars.Of(ranked.Offer.Price.Maximum),
            ExpectedNanos = remote is null ? 0 : call.ExpectedNanos ?? NanoDollars.Of(ranked.Offer.Price.Expected),
            PostTimeout = remote?.PostTimeout ?? TimeSpan.Zero,
            Paid = remote is not null,
            Reconciles = remote is not null && remote.Reconciliation != Reconciliation.None,
        };
    }

    private static DigitalSourceType SourceOf(RankedOffer ranked, ImageRequest request) =>
        ranked.Offer.Provider == Router.Local ? DigitalSourceType.AlgorithmicMedia
        : request.Operation is Create ? DigitalSourceType.TrainedAlgorithmicMedia
        : DigitalSourceType.CompositeWithTrainedAlgorithmicMedia;

    private Compilation Compile(ImageRequest request, RankedOffer ranked, PromptSheet prompts, PlannedSources sources)
    {
        var composed = ranked.Prompt ?? prompts.For(ranked.Model, ranked.Offer);
        var order = new CompileOrder(
            request,
            ranked.Model,
            ranked.Offer,
            composed.Prompt.Length == 0 ? null : composed.Prompt,
            composed.NegativePrompt,
            sources.Image,
            sources.Mask,
            addresses.Configured,
            Guidance.Settle(request, prompts.Style, ranked.Offer)
        );
        return providers.Find(ranked.Offer.Provider)!.Compile(order);
    }

    [LoggerMessage(LogLevel.Warning, "Too little money is left at {Provider} for {Model}; it is passed over")]
    private partial void LogTooLittle(string provider, string model);
}
