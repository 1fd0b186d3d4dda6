using Atelier.Core.Errors;
using Atelier.Data.Accounts;
using Atelier.Data.Auditing;
using Atelier.Server.Authentication;

namespace Atelier.Server.Images;

/// <summary>Makes every signed address of an account worthless, at once and on all nodes: one leaked, or nobody knows which.</summary>
internal static class UrlRevocation
{
    private const string Action = "urls.revoke";

    public static void MapUrlRevocation(this IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/v1/images/urls/revoke", RevokeOwnAsync)
            .RequireAuthorization(Scopes.Generate)
            .WithTags("Images")
            .WithName("RevokeUrls")
            .WithSummary("Ends every address of your pictures that was handed out so far.")
            .Produces(204);
        routes
            .MapPost("/admin/api/accounts/{id:guid}/urls/revoke", RevokeAsync)
            .RequireAuthorization(Scopes.Admin)
            .WithTags("Admin")
            .WithName("RevokeUrlsOfAccount")
            .WithSummary("Ends every address of an account's pictures that was handed out so far.")
            .Produces(204);
    }

    private static Task<IResult> RevokeOwnAsync(
        CurrentCaller caller,
        UrlEpochStore epochs,
        CancellationToken cancellationToken
    ) => RaiseAsync(caller.AccountId, caller, epochs, cancellationToken);

    private static Task<IResult> RevokeAsync(
        Guid id,
        CurrentCaller caller,
        UrlEpochStore epochs,
        CancellationToken cancellationToken
    ) => RaiseAsync(id, caller, epochs, cancellationToken);

    private static async Task<IResult> RaiseAsync(
        Guid accountId,
        CurrentCaller caller,
        UrlEpochStore epochs,
        CancellationToken cancellationToken
    )
    {
        var entry = new AuditEntry(caller.AccountId, caller.Caller.KeyId, Action, accountId);
        return await epochs.RaiseAsync(accountId, entry, cancellationToken)
            ? TypedResults.NoContent()
            : throw new AtelierException(ErrorCode.NotFound, "There is no account of this id.");
    }
}
