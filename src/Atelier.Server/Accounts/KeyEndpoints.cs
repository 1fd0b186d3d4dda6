using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Accounts;

/// <summary>Keys of accounts: made, listed, rotated with an overlap, revoked.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/api").WithTags("Admin").RequireAuthorization(Scopes.Admin);
        group
            .MapPost("/accounts/{id:guid}/keys", CreateAsync)
            .WithName("CreateKey")
            .WithSummary("Makes a key. Its secret stands in this answer and nowhere else.")
            .Accepts<KeyBody>("application/json")
            .Produces<KeyView>(201);
        group
            .MapGet("/accounts/{id:guid}/keys", ListAsync)
            .WithName("ListKeys")
            .WithSummary("The account's keys, newest first, without their secrets.")
            .Produces<KeyPage>();
        group
            .MapPost("/keys/{id:guid}/rotate", RotateAsync)
            .WithName("RotateKey")
            .WithSummary(
                "Gives a key a new secret; the old one works on for overlap_seconds. Scopes, budget and end stay."
            )
            .Accepts<RotateBody>("application/json")
            .Produces<KeyView>();
        group
            .MapDelete("/keys/{id:guid}", RevokeAsync)
            .WithName("RevokeKey")
            .WithSummary("Ends a key at once.")
            .Produces(204);
    }

    private static async Task<IResult> CreateAsync(
        Guid id,
        HttpRequest request,
        CurrentCaller caller,
        KeyDesk keys,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<KeyBody>(request, errors);
        var draft = KeyReader.Read(body, errors);
        errors.ThrowIfAny();
        var made = await keys.CreateAsync(id, draft, caller.Actor, cancellationToken);
        return Answer(request.HttpContext, made, 201, AccountAdminEndpoints.NotFound());
    }

    private static async Task<IResult> ListAsync(
        Guid id,
        KeyShelf keys,
        string? cursor,
        string? limit,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var before = Paging.ReadCursor(cursor, errors);
        var paging = Paging.Read(limit, errors);
        errors.ThrowIfAny();
        var found =
            await keys.ListAsync(id, before, paging.Most + 1, cancellationToken)
            ?? throw AccountAdminEndpoints.NotFound();
        var (data, more, next) = paging.Cut(found, KeyView.Of, view => view.Id.ToString());
        return TypedResults.Json(new KeyPage(data, more, next), WireJson.Options);
    }

    private static async Task<IResult> RotateAsync(
        Guid id,
        HttpRequest request,
        CurrentCaller caller,
        KeyDesk keys,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<RotateBody>(request, errors);
        var overlap = KeyReader.ReadOverlap(body, errors);
        errors.ThrowIfAny();
        var rotated = await keys.RotateAsync(id, overlap, caller.Actor, cancellationToken);
        return Answer(request.HttpContext, rotated, 200, NoKey());
    }

    private static async Task<IResult> RevokeAsync(
        Guid id,
        HttpContext context,
        CurrentCaller caller,
        KeyDesk keys,
        CancellationToken cancellationToken
    ) => Answer(context, await keys.RevokeAsync(id, caller.Actor, cancellationToken), 204, NoKey());

    private static IResult Answer(HttpContext context, KeyOutcome outcome, int status, AtelierException notFound)
    {
        switch (outcome)
        {
            case KeyOutcome.Made made:
                // A secret must not lie in anybody's cache.
                context.Response.Headers.CacheControl = "no-store";
                return TypedResults.Json(KeyView.Of(made.Key, made.Secret), WireJson.Options, statusCode: status);
            case KeyOutcome.Revoked:
                return TypedResults.NoContent();
            case KeyOutcome.Past:
                throw new AtelierException([new FieldError("expires_at", "expires_at must lie in the future.")]);
            case KeyOutcome.Closed:
                throw new AtelierException(ErrorCode.Conflict, "The account is closed: its keys would open nothing.");
            case KeyOutcome.Ended:
                throw new AtelierException(
                    ErrorCode.Conflict,
                    "The key is revoked or has expired: make a new one for the account."
                );
            case KeyOutcome.OfSettings:
                throw new AtelierException(
                    ErrorCode.Conflict,
                    "The owner's key named owner comes from ATELIER_ADMIN_KEY or the file owner.key: change it there and start again."
                );
            default:
                throw notFound;
        }
    }

    private static AtelierException NoKey() => new(ErrorCode.NotFound, "There is no key of this id.");
}
