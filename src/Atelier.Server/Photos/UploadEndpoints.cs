using Atelier.Core.Errors;
using Atelier.Data.Images;
using Atelier.Server.Images;
using Atelier.Server.Limits;
using Atelier.Server.Setup;
using Atelier.Server.Wire;
using Microsoft.AspNetCore.Mvc;

namespace Atelier.Server.Photos;

/// <summary><c>POST /api/upload</c>: a photo comes, and opens a session (requirements B-01…B-07).</summary>
internal static class UploadEndpoints
{
    public static void MapUpload(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/upload", UploadAsync)
            // From the routing on: who is refused before a byte was read may still send all and then read why.
            .WithMetadata(
                new RequestSizeLimitAttribute(
                    UploadForm.MostBytes(routes.ServiceProvider.GetRequiredService<ServerSettings>())
                )
            )
            .LimitedByAddress(evenWithAccount: true)
            .WithTags("Photos")
            .WithName("UploadPhoto")
            .WithSummary("Takes one JPEG or PNG in the field image, and opens a session with it.")
            .Produces<UploadView>();

    private static async Task<IResult> UploadAsync(
        HttpContext context,
        UploadDesk desk,
        ImageStore images,
        UrlSigner signer,
        CancellationToken cancellationToken
    )
    {
        var taken = await desk.TakeAsync(context, desk.Admit(context), cancellationToken);
        var kept = taken.Kept;
        var image =
            await images.FindAsync(kept.ImageId, cancellationToken)
            ?? throw new AtelierException(ErrorCode.SessionNotFound, "Session not found");
        var url = signer.SignSession(context.Request, kept.SessionId, image.UrlEpoch, PhotoFile.Input, kept.ImageId);
        return TypedResults.Json(
            new UploadView(true, $"{kept.SessionId}", url, taken.Name, taken.Length, kept.UploadedAt),
            CamelJson.Options
        );
    }
}
