using Atelier.Core.Errors;
using Atelier.Core.Pricing;
using Atelier.Core.Requests;
using Atelier.Data.Auditing;
using Atelier.Data.Budgets;
using Atelier.Data.Reports;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Budgets;

/// <summary>Budgets under <c>/admin/api</c>: what the operator lets paid calls of a month cost, of all, of an account, of a key.</summary>
internal static class BudgetEndpoints
{
    private const decimal Most = 1_000_000_000;

    public static void MapBudget(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/api").WithTags("Admin").RequireAuthorization(Scopes.Admin);
        group
            .MapGet("/budget", GetAsync)
            .WithName("GetBudget")
            .WithSummary("The month's budget: limit, spent, at risk, status.")
            .Produces<BudgetView>();
        group
            .MapPut("/budget", SetAsync)
            .WithName("SetBudget")
            .WithSummary("Sets the month's budget; what is spent and at risk is counted anew.")
            .Accepts<BudgetBody>("application/json")
            .Produces<BudgetView>();
        group
            .MapGet("/accounts/{id:guid}/budget", GetOfAccountAsync)
            .WithName("GetAccountBudget")
            .WithSummary("The month's budget of one account.")
            .Produces<BudgetView>()
            .ProducesProblem(404);
        group
            .MapPut("/accounts/{id:guid}/budget", SetOfAccountAsync)
            .WithName("SetAccountBudget")
            .WithSummary("Sets the month's budget of one account.")
            .Accepts<BudgetBody>("application/json")
            .Produces<BudgetView>()
            .ProducesProblem(404);
        group
            .MapGet("/keys/{id:guid}/budget", GetOfKeyAsync)
            .WithName("GetKeyBudget")
            .WithSummary("The month's budget of what comes with one key.")
            .Produces<BudgetView>()
            .ProducesProblem(404);
        group
            .MapPut("/keys/{id:guid}/budget", SetOfKeyAsync)
            .WithName("SetKeyBudget")
            .WithSummary("Sets the month's budget of what comes with one key.")
            .Accepts<BudgetBody>("application/json")
            .Produces<BudgetView>()
            .ProducesProblem(404);
    }

    private static Task<IResult> GetAsync(BudgetStandingStore standings, CancellationToken cancellationToken) =>
        AnswerAsync(BudgetScope.Month, standings, cancellationToken);

    private static async Task<IResult> GetOfAccountAsync(
        Guid id,
        BudgetStore budgets,
        BudgetStandingStore standings,
        CancellationToken cancellationToken
    )
    {
        await FindAccountAsync(BudgetScope.OfAccount(id), budgets, cancellationToken);
        return await AnswerAsync(BudgetScope.OfAccount(id), standings, cancellationToken);
    }

    private static async Task<IResult> GetOfKeyAsync(
        Guid id,
        BudgetStore budgets,
        BudgetStandingStore standings,
        CancellationToken cancellationToken
    )
    {
        await FindAccountAsync(BudgetScope.OfKey(id), budgets, cancellationToken);
        return await AnswerAsync(BudgetScope.OfKey(id), standings, cancellationToken);
    }

    private static Task<IResult> SetAsync(
        HttpRequest request,
        CurrentCaller caller,
        BudgetStore budgets,
        BudgetStandingStore standings,
        CancellationToken cancellationToken
    ) => ChangeAsync(BudgetScope.Month, request, caller, budgets, standings, cancellationToken);

    private static Task<IResult> SetOfAccountAsync(
        Guid id,
        HttpRequest request,
        CurrentCaller caller,
        BudgetStore budgets,
        BudgetStandingStore standings,
        CancellationToken cancellationToken
    ) => ChangeAsync(BudgetScope.OfAccount(id), request, caller, budgets, standings, cancellationToken);

    private static Task<IResult> SetOfKeyAsync(
        Guid id,
        HttpRequest request,
        CurrentCaller caller,
        BudgetStore budgets,
        BudgetStandingStore standings,
        CancellationToken cancellationToken
    ) => ChangeAsync(BudgetScope.OfKey(id), request, caller, budgets, standings, cancellationToken);

    private static async Task<IResult> ChangeAsync(
        BudgetScope scope,
        HttpRequest request,
        CurrentCaller caller,
        BudgetStore budgets,
        BudgetStandingStore standings,
        CancellationToken cancellationToken
    )
    {
        var account = scope == BudgetScope.Month ? null : await FindAccountAsync(scope, budgets, cancellationToken);
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<BudgetBody>(request, errors);
        if (body.LimitUsd is < 0 or > Most)
        {
            errors.Add("limit_usd", $"limit_usd must be dollars from 0 to {Most:0}, or left out for no limit.");
        }

        errors.ThrowIfAny();
        var nanos = body.LimitUsd is { } dollars ? NanoDollars.Of(dollars) : (long?)null;
        var (actor, key) = (caller.AccountId, caller.Caller.KeyId);
        var audit = new AuditEntry(actor, key, "budget.set", account, scope.Id, BudgetView.Details(nanos));
        await budgets.SetAsync(scope, nanos, audit, cancellationToken);
        return await AnswerAsync(scope, standings, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(
        BudgetScope scope,
        BudgetStandingStore standings,
        CancellationToken cancellationToken
    ) => TypedResults.Json(BudgetView.Of(await standings.FindAsync(scope.Id, cancellationToken)), WireJson.Options);

    private static async Task<Guid?> FindAccountAsync(
        BudgetScope scope,
        BudgetStore budgets,
        CancellationToken cancellationToken
    ) =>
        await budgets.FindAccountAsync(scope, cancellationToken)
        ?? throw new AtelierException(ErrorCode.NotFound, $"There is no {scope.Kind} of this id.");
}
