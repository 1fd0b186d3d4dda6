using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Providers;

/// <summary><c>GET /admin/api/providers</c>: which providers are switched on, and whether they can be used (requirement B-50).</summary>
internal static class ProviderEndpoints
{
    public static void MapProviders(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/admin/api/providers", ListAsync)
            .WithTags("Admin")
            .WithName("ListProviders")
            .WithSummary(
                "Providers that are switched on: reachable, key accepted, balance, cost and wait; checked at most once a minute."
            )
            .RequireAuthorization(Scopes.Admin)
            .Produces<IReadOnlyList<ProviderView>>();

    private static async Task<IResult> ListAsync(ProviderViews views, CancellationToken cancellationToken) =>
        TypedResults.Json(await views.ListAsync(cancellationToken), WireJson.Options);
}
