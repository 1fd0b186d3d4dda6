using Atelier.Core.Errors;
using Atelier.Engine.Explaining;
using Atelier.Engine.Quoting;
using Atelier.Server.Authentication;
using Atelier.Server.Generations;
using Atelier.Server.Wire;

namespace Atelier.Server.Routing;

/// <summary>What a request would become, what it would cost, and what became of one: doors that start nothing.</summary>
internal static class RoutingEndpoints
{
    public static void MapRouting(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Routing").RequireAuthorization(Scopes.Read);
        group
            .MapPost("/route", RouteAsync)
            .WithName("RouteRequest")
            .WithSummary("Where a request would go, and why not elsewhere. Nothing is reserved, written or called.")
            .Accepts<GenerationBody>("application/json")
            .Produces<RouteView>();
        group
            .MapPost("/quotes", QuoteAsync)
            .WithName("QuoteRequest")
            .WithSummary(
                "What a request costs at most and how long it would take. Binds one request that names it; nothing is reserved."
            )
            .Accepts<GenerationBody>("application/json")
            .Produces<QuoteView>();
        group
            .MapGet("/generations/{id:guid}/explain", ExplainAsync)
            .WithName("ExplainGeneration")
            .WithSummary("How a generation was planned, and what became of it, call by call.")
            .Produces<ExplanationView>()
            .ProducesProblem(404);
    }

    private static async Task<IResult> RouteAsync(
        HttpRequest request,
        CurrentCaller caller,
        DraftReader drafts,
        QuoteDesk quotes,
        CancellationToken cancellationToken
    )
    {
        var asked = await drafts.ReadAsync(request, caller);
        var route = await quotes.RouteAsync(caller.Caller, asked, cancellationToken);
        return TypedResults.Json(RouteView.Of(route, caller.Caller.RunsHouse), WireJson.Options);
    }

    private static async Task<IResult> QuoteAsync(
        HttpRequest request,
        CurrentCaller caller,
        DraftReader drafts,
        QuoteDesk quotes,
        CancellationToken cancellationToken
    )
    {
        var asked = await drafts.ReadAsync(request, caller);
        var quote = await quotes.QuoteAsync(caller.Caller, asked, cancellationToken);
        return TypedResults.Json(QuoteView.Of(quote), WireJson.Options);
    }

    private static async Task<IResult> ExplainAsync(
        Guid id,
        CurrentCaller caller,
        Explainer explainer,
        CancellationToken cancellationToken
    )
    {
        // The caller's price is credits; what a provider billed is between the provider and the operator.
        var runsHouse = caller.Caller.RunsHouse;
        var explanation =
            await explainer.FindAsync(id, caller.AccountId, runsHouse, cancellationToken)
            ?? throw new AtelierException(ErrorCode.NotFound, "There is no generation of this id.");
        return TypedResults.Json(ExplanationView.Of(explanation, runsHouse), WireJson.Options);
    }
}
