using Atelier.Server.Authentication;
using Atelier.Server.Setup;
using Atelier.Server.Wire;

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
