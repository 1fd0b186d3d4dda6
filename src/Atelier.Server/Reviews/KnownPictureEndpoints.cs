using System.Globalization;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Known;
using Atelier.Engine.Checking;
using Atelier.Server.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Reviews;

/// <summary><c>/admin/api/known-pictures</c>: the list that the copyright check compares with.</summary>
internal static class KnownPictureEndpoints
{
    private const int HashDigits = 16;
    private const int LongestLabel = 200;

    public static void MapKnownPictures(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/api/known-pictures").WithTags("Admin").RequireAuthorization(Scopes.Admin);
        group
            .MapGet("", ListAsync)
            .WithName("ListKnownPictures")
            .WithSummary("Pictures that must not be delivered, newest first.")
            .Produces<KnownPicturePage>();
        group
            .MapPost("", AddAsync)
            .WithName("AddKnownPicture")
            .WithSummary("Puts one of our images, or a hash, on the list of pictures that must not be delivered.")
            .Accepts<KnownPictureBody>("application/json")
            .Produces<KnownPictureView>(201);
        group
            .MapDelete("/{id:guid}", RemoveAsync)
            .WithName("RemoveKnownPicture")
            .WithSummary("Takes a picture off the list.")
            .Produces(204);
    }

    private static async Task<IResult> ListAsync(
        KnownPictureStore known,
        string? cursor,
        string? limit,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var before = Paging.ReadCursor(cursor, errors);
        var paging = Paging.Read(limit, errors);
        errors.ThrowIfAny();
        var found = await known.ListAsync(before, paging.Most + 1, cancellationToken);
        var (data, more, next) = paging.Cut(found, KnownPictureView.Of, view => view.Id.ToString());
        return TypedResults.Json(new KnownPicturePage(data, more, next), WireJson.Options);
    }

    private static async Task<IResult> AddAsync(
        HttpRequest request,
        CurrentCaller caller,
        KnownPictures known,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<KnownPictureBody>(request, errors);
        var label = body.Label?.Trim() ?? "";
        if (label.Length is 0 or > LongestLabel || label.Contains('\0'))
        {
            errors.Add("label", $"label is required: 1 to {LongestLabel} characters.");
        }

        var hash = ReadHash(body, errors);
        errors.ThrowIfAny();
        hash ??=
            await known.HashOfAsync(body.ImageId!.Value, cancellationToken)
            ?? throw new AtelierException(
                ErrorCode.NotFound,
                "There is no image of this id, its files are gone, or it is too plain to be told from others."
            );
        var id =
            await known.AddAsync(hash.Value, label, caller.Actor, cancellationToken)
            ?? throw new AtelierException(ErrorCode.Conflict, "A picture with this hash is on the list already.");
        var view = KnownPictureView.Of(new KnownPicture(id, hash.Value, label, time.GetUtcNow()));
        return TypedResults.Json(view, WireJson.Options, statusCode: 201);
    }

    private static async Task<IResult> RemoveAsync(
        Guid id,
        CurrentCaller caller,
        KnownPictures known,
        CancellationToken cancellationToken
    ) =>
        await known.RemoveAsync(id, caller.Actor, cancellationToken)
            ? TypedResults.NoContent()
            : throw new AtelierException(ErrorCode.NotFound, "There is no known picture of this id.");

    private static long? ReadHash(KnownPictureBody body, ErrorList errors)
    {
        if ((body.ImageId is null) == (body.Hash is null))
        {
            errors.Add("image_id", "Send image_id or hash, one of the two.");
            return null;
        }

        if (body.Hash is null)
        {
            return null;
        }

        if (
            body.Hash.Length == HashDigits
            && long.TryParse(body.Hash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash)
        )
        {
            return hash;
        }

        errors.Add("hash", $"hash must be {HashDigits} hexadecimal digits.");
        return null;
    }
}
