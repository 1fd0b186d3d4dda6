using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Data.Images;
using Atelier.Data.Photos;
using Atelier.Engine.Photos;
using Atelier.Engine.Renditions;
using Atelier.Server.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Images;
using Atelier.Server.Limits;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Photos;

/// <summary><c>GET /api/files/{sessionId}</c>: the photo, or what was made of it (requirements B-41…B-44).</summary>
internal static class PhotoFileEndpoints
{
    public static void MapPhotoFiles(this IEndpointRouteBuilder routes) =>
        routes
            .MapMethods("/api/files/{sessionId}", ["GET", "HEAD"], GetAsync)
            .LimitedByAddress(AddressCalls.Reads, evenWithAccount: true)
            .WithTags("Photos")
            .WithName("GetPhotoFile")
            .WithSummary("The uploaded photo of a session, or the picture that was made of it last.")
            .Produces(200, contentType: "image/png", additionalContentTypes: ["image/jpeg", "image/webp"]);

    private static async Task<IResult> GetAsync(
        string sessionId,
        HttpContext context,
        PhotoSessionStore sessions,
        ImageStore images,
        ImageAccess access,
        UrlSigner signer,
        IOptions<PhotoOptions> options,
        IOptions<PhotoSessionOptions> lives,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var request = context.Request;
        var id = PhotoIds.Read(sessionId);
        var file = PhotoFile.Read(request);
        var signed = UrlSigner.IsSigned(request);
        var session = signed
            ? await sessions.FindAsync(id, cancellationToken)
            : await sessions.FindAsync(OwnerOf(context), id, cancellationToken) ?? throw PhotoIds.NotFound();
        var output =
            session is null || file.IsInput
                ? null
                : await sessions.FindOutputAsync(session.Id, file.ImageId, cancellationToken);
        var imageId = file.IsInput ? InputOf(session, file.ImageId) : output?.ImageId;
        var image = imageId is { } known ? await images.FindAsync(known, cancellationToken) : null;
        // Whether there is a session or a file is nobody's business without a right signature.
        var left =
            !signed ? (TimeSpan?)null
            : session is not null && image is not null
                ? signer.CheckSession(request, id, image.UrlEpoch) ?? throw Altered()
            : throw Altered();
        if (image is null)
        {
            throw NoFile();
        }

        var picture = await OpenAsync(access, image, cancellationToken);
        try
        {
            await NoteAsync(context, id, file, picture, sessions, lives.Value.Clean, cancellationToken);
        }
        catch
        {
            await picture.Stream.DisposeAsync();
            throw;
        }

        var extension = picture.Format.Extension();
        var disposition = file.Download
            ? FileNames.Attachment(options.Value.Brand, StyleOf(file, output), time.GetUtcNow(), extension)
            : FileNames.Inline(file.Type, extension);
        // What was made last can be another picture a moment later: then browsers ask with the tag each time (B-43).
        var last = !file.IsInput && file.ImageId is null;
        return PictureResult.Create(
            context,
            image,
            file.Type,
            picture with
            {
                Fixed = picture.Fixed && file.ImageId is not null,
            },
            left,
            disposition,
            askAgain: last
        );
    }

    private static Guid OwnerOf(HttpContext context)
    {
        var caller =
            CallerClaims.Find(context.User)
            ?? throw new AtelierException(
                ErrorCode.Unauthorized,
                "Send an API key, or use the address that the upload or the task answered."
            );
        return CallerClaims.May(context.User, Scopes.Read)
            ? caller.AccountId
            : throw new AtelierException(ErrorCode.Forbidden, "The key needs the scope read or generate.");
    }

    private static Guid? InputOf(PhotoSession? session, Guid? wished) =>
        wished is null || wished == session?.InputId ? session?.InputId : null;

    private static string StyleOf(PhotoFile file, PhotoOutput? output) =>
        file.IsInput ? PhotoFile.Input : output?.Style ?? "photo";

    // Who only asks whether it is there, or has it already, does not fetch it.
    private static Task NoteAsync(
        HttpContext context,
        Guid sessionId,
        PhotoFile file,
        ServedPicture picture,
        PhotoSessionStore sessions,
        TimeSpan life,
        CancellationToken cancellationToken
    ) =>
        file.Download && HttpMethods.IsGet(context.Request.Method) && !Has(context.Request, picture)
            ? sessions.DownloadedAsync(sessionId, life, cancellationToken)
            : sessions.TouchAsync(sessionId, cancellationToken);

    private static bool Has(HttpRequest request, ServedPicture picture) =>
        request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Tag == "*" || tag.Tag == $"\"{picture.Sha256}\"");

    private static async Task<ServedPicture> OpenAsync(
        ImageAccess access,
        ImageRow image,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await access.OpenAsync(image, Rendition.Original, cancellationToken);
        }
        catch (AtelierException exception) when (exception.Code == ErrorCode.Gone)
        {
            // Its session went in this very moment.
            throw NoFile();
        }
    }

    private static AtelierException NoFile() => new(ErrorCode.FileNotFound, "File not found");

    private static AtelierException Altered() =>
        new(ErrorCode.Forbidden, "The address was altered or is too old; ask for a new one.");
}
