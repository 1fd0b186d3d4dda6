using System.Text.Json;
using Atelier.Core.Catalogue;
using Atelier.Core.Routing;
using Atelier.Engine.Planning;
using Atelier.Server.Wire;

namespace Atelier.Server.Tests.Routing;

/// <summary>The parts of a route's answer that do not hang on an adapter, as they are written down.</summary>
internal static class GoldenRoute
{
    /// <summary>Two days: before and after some of the models retire.</summary>
    private static readonly DateOnly[] Days = [new(2026, 11, 20), new(2027, 1, 15)];

    private static readonly JsonSerializerOptions Pretty = new(WireJson.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The text of a case's file.</summary>
    public static string Write(GoldenCase asked, CatalogueSnapshot catalogue)
    {
        // Whoever has an adapter may still say no to a request; that is its own tests' business.
        var all = catalogue.Providers.Select(provider => provider.Id).ToHashSet();
        var routes = Days.ToDictionary(
            day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            day =>
                View(
                    Router.Plan(
                        asked.Request,
                        catalogue,
                        new ProviderStatus(all, day) { Order = asked.Order, AccountTier = asked.AccountTier }
                    )
                )
        );
        return JsonSerializer.Serialize(routes, Pretty) + "\n";
    }

    // As far as a chain goes at the doors; what is behind it is told there as well.
    private static object View(Route route)
    {
        var chain = route.Chain.Take(Planner.MostLinks).ToList();
        var beyond = route
            .Chain.Skip(Planner.MostLinks)
            .Select(ranked => RejectedOffer.Of(ranked.Model, ranked.Offer, Planner.Beyond));
        return new
        {
            chain = chain.Select(ranked => new
            {
                model = ranked.Model.Id,
                provider = ranked.Offer.Provider,
                score = Math.Round(ranked.Score, 4),
                reason = ranked.Reason,
                degradations = ranked.Degradations.Select(loss => loss.Code),
            }),
            rejected = route
                .Rejected.Concat(beyond)
                .Select(offer => new
                {
                    model = offer.Model,
                    provider = offer.Provider,
                    reason = offer.Reason,
                }),
            text = route.Text,
        };
    }
}
