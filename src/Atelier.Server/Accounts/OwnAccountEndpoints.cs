using Atelier.Core.Errors;
using Atelier.Data.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Accounts;

/// <summary><c>GET /v1/account</c>: what the caller has and may.</summary>
internal static class OwnAccountEndpoints
{
    public static void MapOwnAccount(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/account", GetAsync)
            .RequireAuthorization(Scopes.Read)
            .WithTags("Account")
            .WithName("GetOwnAccount")
            .WithSummary("Your tier, credits and limits, and when the credits of the month are reset.")
            .Produces<OwnAccountView>();

    private static async Task<IResult> GetAsync(
        CurrentCaller caller,
        OwnLimitsStore limits,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Json(
            OwnAccountView.Of(
                await limits.FindAsync(caller.AccountId, cancellationToken)
                    ?? throw new AtelierException(ErrorCode.Unauthorized, "The account of this key is gone.")
            ),
            WireJson.Options
        );
}
