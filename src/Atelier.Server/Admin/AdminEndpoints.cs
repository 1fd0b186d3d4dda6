using Atelier.Data.Accounts;
using Atelier.Data.Ledger;
using Atelier.Server.Authentication;
using Atelier.Server.Headers;
using Atelier.Server.Wire;

namespace Atelier.Server.Admin;

/// <summary><c>/admin/api</c>: what the operator needs, behind a key with the admin scope.</summary>
internal static class AdminEndpoints
{
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/api").WithTags("Admin").RequireAuthorization(Scopes.Admin);
        group
            .MapGet("/ledger/check", CheckLedgerAsync)
            .WithName("CheckLedger")
            .WithSummary("Recounts every balance and every generation from the ledger's entries.")
            .Produces<LedgerCheck>();
        group
            .MapPost("/sign-in-codes", CreateCodeAsync)
            .WithName("CreateSignInCode")
            .WithSummary("A one-time code to sign in a browser, good for an hour; of an account the newest ten work.")
            .Produces<SignInCodeView>(201);
        routes.MapAudit();
    }

    private static async Task<IResult> CheckLedgerAsync(LedgerStore ledger, CancellationToken cancellationToken) =>
        TypedResults.Json(await ledger.CheckAsync(cancellationToken), WireJson.Options);

    private static async Task<IResult> CreateCodeAsync(
        HttpRequest request,
        CurrentCaller caller,
        SessionStore sessions,
        PublicOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var code = await sessions.CreateCodeAsync(caller.AccountId, Owner.CodeLife, caller.Actor, cancellationToken);
        var view = new SignInCodeView(code, SignInLink.Of(origin.Of(request), code));
        return TypedResults.Json(view, WireJson.Options, statusCode: 201);
    }
}
