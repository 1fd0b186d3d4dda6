using Atelier.Engine.Health;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Providers;

/// <summary><c>GET /admin/api/providers</c>: which providers are switched on, and whether they can be used.</summary>
internal static class ProviderEndpoints
{
    public static void MapProviders(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/admin/api/providers", ListAsync)
            .WithTags("Admin")
            .WithName("ListProviders")
            .WithSummary(
                "Providers that are switched on: reachable, key accepted, balance; checked at most once a minute."
            )
            .RequireAuthorization(Scopes.Admin)
            .Produces<IReadOnlyList<ProviderView>>();

    private static async Task<IResult> ListAsync(ProviderWatch watch, CancellationToken cancellationToken)
    {
        var standings = await watch.LookAsync(cancellationToken);
        return TypedResults.Json(
            standings
                .Select(standing => new ProviderView(
                    standing.Provider,
                    "provider",
                    standing.Problem is null,
                    standing.Problem,
                    standing.BalanceUsd,
                    standing.Notes
                ))
                .ToList(),
            WireJson.Options
        );
    }
}
