using Atelier.Server.Authentication;
using Atelier.Server.Limits;
using Atelier.Server.Setup;
using Atelier.Server.Wire;

namespace Atelier.Server.Health;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it can do its work. <c>/api/health</c>: what of it works.</summary>
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
        routes
            .MapGet("/api/health", HealthAsync)
            .LimitedByAddress(AddressCalls.Reads, evenWithAccount: true, evenUncounted: true)
            .WithTags("Health")
            .WithName("GetHealth")
            .WithSummary(
                "Database, storage and each provider, looked at once a minute; 503 without database or storage."
            )
            .Produces<HealthView>()
            .Produces<HealthView>(503);
    }

    private static async Task<IResult> HealthAsync(HealthReport health, CancellationToken cancellationToken)
    {
        var view = await health.AskAsync(cancellationToken);
        return TypedResults.Json(view, WireJson.Options, statusCode: view.Status == HealthView.Unhealthy ? 503 : 200);
    }

    private static async Task<IResult> ReadyAsync(
        HttpContext context,
        Readiness readiness,
        ServerSettings settings,
        CancellationToken cancellationToken
    )
    {
        var view = await readiness.AskAsync(cancellationToken);
        // What exactly does not work is for those who could do something about it.
        var shown =
            Exposure.IsPublic(settings) && CallerClaims.Find(context.User) is null ? new ReadyView(view.Status) : view;
        return TypedResults.Json(shown, WireJson.Options, statusCode: view.Status == ReadyView.Ready ? 200 : 503);
    }
}
