using Atelier.Core.Errors;
using Atelier.Data.Photos;
using Atelier.Engine.Photos;
using Atelier.Server.Authentication;
using Atelier.Server.Limits;
using Atelier.Server.Wire;

namespace Atelier.Server.Photos;

/// <summary>How sessions end, and how a picture outlives its own (requirement B-55).</summary>
internal static class PhotoSessionEndpoints
{
    public static void MapPhotoSessions(this IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/cleanup", CleanUpAsync)
            .RequireAuthorization(Scopes.Admin)
            .WithTags("Photos")
            .WithName("CleanUpPhotos")
            .WithSummary("Removes the sessions whose time is over now, without waiting for the next sweep.")
            .Produces<CleanupView>();
        routes
            .MapDelete("/api/sessions/{sessionId}", DeleteAsync)
            .RequireAuthorization(Scopes.Generate)
            .LimitedByAddress(AddressCalls.Changes, evenWithAccount: true)
            .WithTags("Photos")
            .WithName("DeletePhotoSession")
            .WithSummary("Removes one of your sessions with its photo and all that was made of it and not kept.")
            .Produces(204);
        routes
            .MapPost("/v1/images/{id:guid}/keep", KeepAsync)
            .RequireAuthorization(Scopes.Generate)
            .WithTags("Images")
            .WithName("KeepImage")
            .WithSummary("Moves a picture of a photo session into your library, where it outlives the session.")
            .Produces<KeptImageView>();
    }

    private static async Task<IResult> CleanUpAsync(PhotoSweeper sweeper, CancellationToken cancellationToken)
    {
        var swept =
            await sweeper.RunOnceAsync(early: true, cancellationToken)
            ?? throw new AtelierException(ErrorCode.Conflict, "A sweep is under way; its report is in the log.");
        return TypedResults.Json(
            new CleanupView(swept.Failed == 0, swept.Sessions, swept.Images, swept.Files, swept.Prompts, swept.Failed),
            CamelJson.Options
        );
    }

    private static async Task<IResult> DeleteAsync(
        string sessionId,
        CurrentCaller caller,
        PhotoCleaner cleaner,
        CancellationToken cancellationToken
    )
    {
        var id = PhotoIds.Read(sessionId);
        var (start, _) = await cleaner.CleanAsync(id, caller.AccountId, dueOnly: false, cancellationToken);
        return start switch
        {
            CleanStart.Started => TypedResults.NoContent(),
            CleanStart.Busy => throw new AtelierException(
                ErrorCode.Conflict,
                "Something is being made in this session or from it, or it is not known yet what became of a call: wait for its end, or cancel it."
            ),
            _ => throw PhotoIds.NotFound(),
        };
    }

    private static async Task<IResult> KeepAsync(
        Guid id,
        CurrentCaller caller,
        PhotoLibrary library,
        CancellationToken cancellationToken
    )
    {
        var image = await library.KeepAsync(caller.AccountId, id, cancellationToken);
        return TypedResults.Json(new KeptImageView(image.Id, image.GenerationId!.Value, true), WireJson.Options);
    }
}
