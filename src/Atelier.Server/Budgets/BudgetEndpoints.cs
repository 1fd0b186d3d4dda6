using Atelier.Core.Pricing;
using Atelier.Core.Requests;
using Atelier.Data.Budgets;
using Atelier.Data.Reports;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Budgets;

/// <summary><c>/admin/api/budget</c>: what the operator lets all paid calls of a month cost.</summary>
internal static class BudgetEndpoints
{
    private const decimal Most = 1_000_000_000;

    public static void MapBudget(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/api/budget").WithTags("Admin").RequireAuthorization(Scopes.Admin);
        group
            .MapGet("", GetAsync)
            .WithName("GetBudget")
            .WithSummary("The month's budget: limit, spent, at risk, status.")
            .Produces<BudgetView>();
        group
            .MapPut("", SetAsync)
            .WithName("SetBudget")
            .WithSummary("Sets the month's budget; what is spent and at risk is counted anew.")
            .Accepts<BudgetBody>("application/json")
            .Produces<BudgetView>();
    }

    private static async Task<IResult> GetAsync(BudgetStandingStore standings, CancellationToken cancellationToken) =>
        TypedResults.Json(
            BudgetView.Of(await standings.FindAsync(BudgetStanding.Month, cancellationToken)),
            WireJson.Options
        );

    private static async Task<IResult> SetAsync(
        HttpRequest request,
        BudgetStore budgets,
        BudgetStandingStore standings,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<BudgetBody>(request, errors);
        if (body.LimitUsd is < 0 or > Most)
        {
            errors.Add("limit_usd", $"limit_usd must be dollars from 0 to {Most:0}, or left out for no limit.");
        }

        errors.ThrowIfAny();
        await budgets.SetAsync(body.LimitUsd is { } dollars ? NanoDollars.Of(dollars) : null, cancellationToken);
        return await GetAsync(standings, cancellationToken);
    }
}
