using System.Globalization;
using Atelier.Core.Requests;
using Atelier.Data.Auditing;
using Atelier.Server.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Admin;

/// <summary><c>GET /admin/api/audit</c>: who did what to whom.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/admin/api/audit", ListAsync)
            .RequireAuthorization(Scopes.Admin)
            .WithTags("Admin")
            .WithName("ListAudit")
            .WithSummary("What operators and the service changed, newest first; account= for what was done to one.")
            .Produces<AuditPage>();

    private static async Task<IResult> ListAsync(
        AuditStore audit,
        string? account,
        string? cursor,
        string? limit,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var accountId = Guid.Empty;
        if (account is not null && !Guid.TryParse(account, out accountId))
        {
            errors.Add("account", "account must be the id of an account.");
        }

        var before = Paging.ReadNumber(cursor, errors);
        var paging = Paging.Read(limit, errors);
        errors.ThrowIfAny();
        var found = await audit.ListAsync(
            account is null ? null : accountId,
            before,
            paging.Most + 1,
            cancellationToken
        );
        var (data, more, next) = paging.Cut(
            found,
            AuditView.Of,
            view => view.Id.ToString(CultureInfo.InvariantCulture)
        );
        return TypedResults.Json(new AuditPage(data, more, next), WireJson.Options);
    }
}
