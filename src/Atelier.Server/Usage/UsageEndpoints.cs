using Atelier.Core.Errors;
using Atelier.Data.Reports;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Usage;

/// <summary><c>/v1/usage</c>: what one used and may still use; the owner sees that of every account.</summary>
internal static class UsageEndpoints
{
    public static void MapUsage(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/v1/usage").WithTags("Usage").RequireAuthorization(Scopes.Read);
        own.MapGet("", OwnAsync)
            .WithName("GetUsage")
            .WithSummary("What your account used today and this month, and what is left.")
            .Produces<UsageView>();
        own.MapGet("/generations", OwnGenerationsAsync)
            .WithName("ListUsage")
            .WithSummary("Your generations that ended and the credits each cost, newest first.")
            .Produces<UsagePage>();
        var any = routes
            .MapGroup("/admin/api/accounts/{id:guid}/usage")
            .WithTags("Admin")
            .RequireAuthorization(Scopes.Admin);
        any.MapGet("", OfAccountAsync)
            .WithName("GetAccountUsage")
            .WithSummary("What an account used today and this month, and what is left.")
            .Produces<UsageView>()
            .ProducesProblem(404);
        any.MapGet("/generations", OfAccountGenerationsAsync)
            .WithName("ListAccountUsage")
            .WithSummary("An account's generations that ended and the credits each cost, newest first.")
            .Produces<UsagePage>()
            .ProducesProblem(404);
    }

    private static Task<IResult> OwnAsync(
        CurrentCaller caller,
        UsageReportStore usage,
        CancellationToken cancellationToken
    ) => OfAccountAsync(caller.AccountId, usage, cancellationToken);

    private static async Task<IResult> OfAccountAsync(
        Guid id,
        UsageReportStore usage,
        CancellationToken cancellationToken
    ) => TypedResults.Json(UsageView.Of(await FindAsync(id, usage, cancellationToken)), WireJson.Options);

    private static Task<IResult> OwnGenerationsAsync(
        CurrentCaller caller,
        UsageReportStore usage,
        string? cursor,
        string? limit,
        string? day,
        string? month,
        CancellationToken cancellationToken
    ) => ListAsync(caller.AccountId, usage, UsageQuery.Read(cursor, limit, day, month), cancellationToken);

    private static async Task<IResult> OfAccountGenerationsAsync(
        Guid id,
        UsageReportStore usage,
        string? cursor,
        string? limit,
        string? day,
        string? month,
        CancellationToken cancellationToken
    )
    {
        var query = UsageQuery.Read(cursor, limit, day, month);
        await FindAsync(id, usage, cancellationToken);
        return await ListAsync(id, usage, query, cancellationToken);
    }

    private static async Task<IResult> ListAsync(
        Guid accountId,
        UsageReportStore usage,
        UsageQuery query,
        CancellationToken cancellationToken
    )
    {
        // One more than asked for tells whether there is another page.
        var found = await usage.ListAsync(accountId, query.Span, query.Before, query.Most + 1, cancellationToken);
        var page = found.Take(query.Most).Select(UsedGenerationView.Of).ToList();
        var more = found.Count > query.Most;
        return TypedResults.Json(
            new UsagePage(page, more, more ? page[^1].GenerationId.ToString() : null),
            WireJson.Options
        );
    }

    private static async Task<AccountUsage> FindAsync(
        Guid id,
        UsageReportStore usage,
        CancellationToken cancellationToken
    ) =>
        await usage.FindAsync(id, cancellationToken)
        ?? throw new AtelierException(ErrorCode.NotFound, "There is no account of this id.");
}
