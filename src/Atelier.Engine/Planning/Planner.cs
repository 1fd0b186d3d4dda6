using System.Security.Cryptography;
using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Core.Pricing;
using Atelier.Core.Prompts;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Engine.Catalogue;
using Atelier.Providers;

namespace Atelier.Engine.Planning;

/// <summary>Routes a request, fixes its price, and compiles it for every offer of the chain.</summary>
public sealed class Planner(CatalogueHolder catalogue, ProviderRegistry providers, TimeProvider time)
{
    /// <summary>The plan for a request.</summary>
    /// <exception cref="AtelierException">No offer can do it; the text says why for each that was looked at.</exception>
    public PlannedWork Plan(ImageRequest asked)
    {
        var snapshot = catalogue.Current;
        var route = Router.Plan(asked, snapshot, Status());
        var seed = asked.Seed ?? DrawSeed();
        var request = asked with { Seed = seed };
        var style = request.Operation is Create { Style: { } id } ? snapshot.FindStyle(id) : null;
        var chain = new List<PlannedOffer>();
        var calls = new List<CompiledCall>();
        var rejected = new List<RejectedOffer>(route.Rejected);
        foreach (var ranked in route.Chain)
        {
            var call = Compile(request, ranked, style);
            // An adapter may find losses that the catalogue does not know.
            var against = asked.Fallback == FallbackRule.Strict ? Router.ReasonOfStrict(call.Degradations) : null;
            if (against is null)
            {
                chain.Add(Freeze(ranked, call, request));
                calls.Add(call);
            }
            else
            {
                rejected.Add(new RejectedOffer(ranked.Model.Id, ranked.Offer.Provider, against.Text, against.Cause));
            }
        }

        if (chain.Count == 0)
        {
            throw NoOffer.Error(asked, rejected);
        }

        var plan = new GenerationPlan(
            snapshot.Version,
            request.Size,
            request.Quality,
            style?.Id,
            seed,
            PriceList.EachOf(request, snapshot.Prices),
            chain,
            rejected,
            route.Text
        );
        return new PlannedWork(request, plan, calls);
    }

    /// <summary>What the router may know of the outside now.</summary>
    public ProviderStatus Status() => new(providers.Ids, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));

    private static long DrawSeed() => RandomNumberGenerator.GetInt32(int.MaxValue);

    private static PlannedOffer Freeze(RankedOffer ranked, CompiledCall call, ImageRequest request) =>
        new(
            ranked.Model.Id,
            ranked.Model.Version,
            ranked.Offer.Provider,
            ranked.Offer.Price.Expected,
            SourceOf(ranked, request),
            [.. ranked.Degradations, .. call.Degradations]
        );

    private static DigitalSourceType SourceOf(RankedOffer ranked, ImageRequest request) =>
        ranked.Offer.Provider == Router.Local ? DigitalSourceType.AlgorithmicMedia
        : request.Operation is Create ? DigitalSourceType.TrainedAlgorithmicMedia
        : DigitalSourceType.CompositeWithTrainedAlgorithmicMedia;

    private CompiledCall Compile(ImageRequest request, RankedOffer ranked, StyleEntry? style)
    {
        var texts = request.Operation.Texts;
        var prompt = texts.Prompt is null ? null : PromptBuilder.Build(texts.Prompt, style);
        var negative = PromptBuilder.BuildNegative(texts.NegativePrompt, style);
        var order = new CompileOrder(request, ranked.Model, ranked.Offer, prompt, negative);
        return providers.Find(ranked.Offer.Provider)!.Compile(order);
    }
}
