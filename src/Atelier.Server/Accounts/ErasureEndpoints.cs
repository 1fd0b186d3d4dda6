using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Erasing;
using Atelier.Engine.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Accounts;

/// <summary>Forgetting an account, with a report of what went and what stayed.</summary>
internal static class ErasureEndpoints
{
    public static void MapErasures(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/admin/api/accounts/{id:guid}")
            .WithTags("Admin")
            .RequireAuthorization(Scopes.Admin);
        group
            .MapPost("/erase", EraseAsync)
            .WithName("EraseAccount")
            .WithSummary(
                "Forgets an account: ends its keys and its work at once, then its words and pictures go for good."
            )
            .Accepts<EraseBody>("application/json")
            .Produces<ErasureView>(202);
        group
            .MapGet("/erasure", GetAsync)
            .WithName("GetErasure")
            .WithSummary("What was erased of an account so far, and what stays.")
            .Produces<ErasureView>();
    }

    private static async Task<IResult> EraseAsync(
        Guid id,
        HttpContext context,
        CurrentCaller caller,
        Eraser eraser,
        ErasureStore erasures,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<EraseBody>(context.Request, errors);
        var confirm = body.Confirm?.Trim() ?? "";
        if (confirm.Length == 0)
        {
            errors.Add("confirm", "confirm is required: the account's name or id.");
        }

        errors.ThrowIfAny();
        switch (await eraser.RequestAsync(id, confirm, caller.Actor, cancellationToken))
        {
            case ErasureOutcome.NotFound:
                throw AccountAdminEndpoints.NotFound();
            case ErasureOutcome.NotConfirmed:
                throw new AtelierException([
                    new FieldError("confirm", "confirm must be the account's name or id, exactly."),
                ]);
            case ErasureOutcome.Owner:
                throw new AtelierException(ErrorCode.Conflict, "The owner's account cannot be erased.");
        }

        context.Response.Headers.Location = $"/admin/api/accounts/{id}/erasure";
        var report = await erasures.FindAsync(id, cancellationToken);
        return TypedResults.Json(ErasureView.Of(report!), WireJson.Options, statusCode: 202);
    }

    private static async Task<IResult> GetAsync(Guid id, ErasureStore erasures, CancellationToken cancellationToken) =>
        TypedResults.Json(
            ErasureView.Of(
                await erasures.FindAsync(id, cancellationToken)
                    ?? throw new AtelierException(ErrorCode.NotFound, "Nobody asked to erase an account of this id.")
            ),
            WireJson.Options
        );
}
