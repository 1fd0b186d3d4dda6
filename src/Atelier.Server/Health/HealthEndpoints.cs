using Atelier.Engine.Catalogue;

namespace Atelier.Server.Health;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it can do its work.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/healthz", () => TypedResults.Text("ok\n"))
            .WithTags("Health")
            .WithSummary("Answers while the process lives.");
        routes
            .MapGet("/readyz", ReadyAsync)
            .WithTags("Health")
            .WithSummary("Whether database, storage and catalogue are in order; 503 when one is not.")
            .Produces<ReadyView>()
            .Produces<ReadyView>(503);
    }

    private static async Task<IResult> ReadyAsync(
        Readiness readiness,
        CatalogueHolder catalogue,
        CancellationToken cancellationToken
    )
    {
        var (databaseWorks, storageWorks) = await readiness.AskAsync(cancellationToken);
        var ready = databaseWorks && storageWorks;
        // A catalogue that could not be reloaded is no reason to take the node away: the old one stays in force.
        var view = new ReadyView(
            ready ? "ready" : "not_ready",
            databaseWorks ? "ok" : "down",
            storageWorks ? "ok" : "down",
            catalogue.Problem is null ? "ok" : "stale",
            catalogue.Current.Version
        );
        return TypedResults.Json(view, Wire.WireJson.Options, statusCode: ready ? 200 : 503);
    }
}
