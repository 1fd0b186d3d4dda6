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
        if (route.Chain.Count == 0)
        {
            throw NoOffer(asked, route);
        }

        var seed = asked.Seed ?? DrawSeed();
        var request = asked with { Seed = seed };
        var style = request.Operation is Create { Style: { } id } ? snapshot.FindStyle(id) : null;
        var plan = new GenerationPlan(
            snapshot.Version,
            request.Size,
            request.Quality,
            style?.Id,
            seed,
            PriceList.EachOf(request, snapshot.Prices),
            [.. route.Chain.Select(ranked => Freeze(ranked, request))],
            route.Rejected,
            route.Text
        );
        return new PlannedWork(request, plan, [.. route.Chain.Select(ranked => Compile(request, ranked, style))]);
    }

    /// <summary>What the router may know of the outside now.</summary>
    public ProviderStatus Status() => new(providers.Ids, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));

    private static long DrawSeed() => RandomNumberGenerator.GetInt32(int.MaxValue);

    private static PlannedOffer Freeze(RankedOffer ranked, ImageRequest request) =>
        new(
            ranked.Model.Id,
            ranked.Model.Version,
            ranked.Offer.Provider,
            ranked.Offer.Price.Expected,
            SourceOf(ranked, request),
            ranked.Degradations
        );

    private static DigitalSourceType SourceOf(RankedOffer ranked, ImageRequest request) =>
        ranked.Offer.Provider == Router.Local ? DigitalSourceType.AlgorithmicMedia
        : request.Operation is Create ? DigitalSourceType.TrainedAlgorithmicMedia
        : DigitalSourceType.CompositeWithTrainedAlgorithmicMedia;

    private static AtelierException NoOffer(ImageRequest asked, Route route)
    {
        var reasons = route.Rejected.Select(rejected => $"{rejected.Model} at {rejected.Provider} {rejected.Reason}");
        var text = $"Nothing can do {asked.Operation.Kind} here: {string.Join("; ", reasons)}.";
        return asked.Model is null
            ? new AtelierException(ErrorCode.ProviderUnavailable, text)
            : new AtelierException([
                new FieldError("model", $"{text} Leave model out to take what is available.")
                {
                    Code = ErrorCode.ModelNotFound,
                },
            ]);
    }

    private CompiledCall Compile(ImageRequest request, RankedOffer ranked, StyleEntry? style)
    {
        var texts = request.Operation.Texts;
        var prompt = texts.Prompt is null ? null : PromptBuilder.Build(texts.Prompt, style);
        var negative = PromptBuilder.BuildNegative(texts.NegativePrompt, style);
        var order = new CompileOrder(request, ranked.Model, ranked.Offer, prompt, negative);
        return providers.Find(ranked.Offer.Provider)!.Compile(order);
    }
}
