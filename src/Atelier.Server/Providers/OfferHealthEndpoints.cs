using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Routing;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Health;
using Atelier.Providers;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atelier.Server.Providers;

/// <summary><c>GET /admin/api/offers</c>: how every offer did lately, and which are left alone.</summary>
internal static class OfferHealthEndpoints
{
    public static void MapOfferHealth(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/admin/api/offers", List)
            .WithTags("Admin")
            .WithName("ListOfferHealth")
            .WithSummary(
                "Every offer of the catalogue: success, time and circuit over all nodes, at most 2 seconds old."
            )
            .RequireAuthorization(Scopes.Admin)
            .Produces<IReadOnlyList<OfferHealthView>>();

    private static JsonHttpResult<List<OfferHealthView>> List(
        CatalogueHolder catalogue,
        ProviderRegistry providers,
        IOfferHealth health
    )
    {
        var offers = health.Offers;
        return TypedResults.Json(
            catalogue
                .Current.Models.SelectMany(model =>
                    model.Offers.Select(offer =>
                        ViewOf(
                            model,
                            offer,
                            providers.Ids.Contains(offer.Provider),
                            offers.GetValueOrDefault(OfferKey.Of(model, offer)) ?? OfferHealth.Unknown
                        )
                    )
                )
                .ToList(),
            WireJson.Options
        );
    }

    private static OfferHealthView ViewOf(ModelEntry model, OfferEntry offer, bool available, OfferHealth health) =>
        new(
            model.Id,
            offer.Provider,
            offer.ProviderModel,
            available,
            SnakeCase.Of(health.Circuit),
            Math.Round(health.SuccessRate, 4),
            Math.Round(health.AverageSeconds, 2),
            health.Samples,
            health.Failures,
            health.OpenUntil,
            health.ByStyle.ToDictionary(
                style => style.Key,
                style => new OfferAveragesView(
                    Math.Round(style.Value.SuccessRate, 4),
                    Math.Round(style.Value.AverageSeconds, 2),
                    style.Value.Samples
                )
            )
        );
}
