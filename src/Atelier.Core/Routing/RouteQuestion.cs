using Atelier.Core.Catalogue;
using Atelier.Core.Prompts;
using Atelier.Core.Requests;

namespace Atelier.Core.Routing;

/// <summary>A request, and all that an answer depends on.</summary>
internal sealed class RouteQuestion(
    ImageRequest request,
    CatalogueSnapshot catalogue,
    RoutingTable table,
    ProviderStatus status
)
{
    public ImageRequest Request => request;

    public CatalogueSnapshot Catalogue => catalogue;

    public RoutingTable Table => table;

    public ProviderStatus Status => status;

    /// <summary>Read once: an operation answers it anew each time.</summary>
    public Capability Capability { get; } = request.Capability;

    /// <summary>What each model would be told.</summary>
    public PromptSheet Prompts { get; } = new(request, catalogue);

    public StyleEntry? Style => Prompts.Style;

    // A change takes its size from its picture; the result is fitted to the size that was asked for.
    public PixelSize? Fitted => Capability == Capability.TextToImage ? request.Size : null;

    public double ScoreOf(Place place, double each)
    {
        var health = status.Health.TryGetValue(place.Key, out var known) ? known : OfferHealth.Unknown;
        var averages = health.For(Style?.Id);
        var wait = status.Waits.TryGetValue(place.Offer.Provider, out var seconds) ? seconds : 0;
        return OfferScore.Of(
            status.AccountTier,
            OfferScore.Cost(each),
            averages.SuccessRate,
            OfferScore.Speed(averages.AverageSeconds + wait),
            OfferScore.Quality(place.Model, Style?.Merit ?? Merit.Both)
        );
    }
}
