using System.Globalization;
using Atelier.Core.Requests;
using Atelier.Data.Reports;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Budgets;

/// <summary>How budgets stand, whoever set them, and what was told of them (requirements B-57 and B-58).</summary>
internal static class BudgetReportEndpoints
{
    private const int PageSize = 100;

    public static void MapBudgetReports(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/api").WithTags("Admin").RequireAuthorization(Scopes.Admin);
        group
            .MapGet("/budgets", ListAsync)
            .WithName("ListBudgets")
            .WithSummary("All budgets that were ever set: the month's, those of accounts, those of keys.")
            .Produces<BudgetPage>();
        group
            .MapGet("/budget/alerts", AlertsAsync)
            .WithName("ListBudgetAlerts")
            .WithSummary("Thresholds that budgets reached, the newest first; each is told once a month.")
            .Produces<BudgetAlertPage>();
    }

    private static async Task<IResult> ListAsync(
        BudgetStandingStore budgets,
        string? cursor,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        if (cursor is not null && !IsScope(cursor))
        {
            errors.Add("cursor", "cursor must be the next_cursor of the page before.");
        }

        errors.ThrowIfAny();
        var found = await budgets.ListAsync(cursor, PageSize + 1, cancellationToken);
        var page = found.Take(PageSize).Select(BudgetView.Of).ToList();
        var more = found.Count > PageSize;
        return TypedResults.Json(new BudgetPage(page, more, more ? page[^1].Scope : null), WireJson.Options);
    }

    private static async Task<IResult> AlertsAsync(
        BudgetAlertStore alerts,
        string? cursor,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var before = 0L;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            errors.Add("cursor", "cursor must be the next_cursor of the page before.");
        }

        errors.ThrowIfAny();
        var found = await alerts.ListAsync(cursor is null ? null : before, PageSize + 1, cancellationToken);
        var page = found.Take(PageSize).Select(BudgetAlertView.Of).ToList();
        var more = found.Count > PageSize;
        var next = more ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Json(new BudgetAlertPage(page, more, next), WireJson.Options);
    }

    private static bool IsScope(string text) =>
        text == BudgetStanding.Month
        || text.Split(':', 2) is ["account" or "key", { } id] && Guid.TryParseExact(id, "D", out _);
}
