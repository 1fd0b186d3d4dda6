using System.Globalization;
using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Engine.Sources;
using Atelier.Imaging.Reading;
using Atelier.Server.Authentication;
using Microsoft.Net.Http.Headers;

namespace Atelier.Server.Images;

/// <summary><c>GET /v1/images/{id}/{variant}</c>: a file of an image, by signed address or by the owner's key.</summary>
internal static class ImageEndpoints
{
    /// <summary>The image as a mask, white where to repaint: made on the way, and only for those we gave an address.</summary>
    public const string Mask = "mask";

    private const string Sandbox = "default-src 'none'; sandbox";

    // Requirement B-43: an hour, and never longer than the signature holds.
    private static readonly TimeSpan LongestAge = TimeSpan.FromHours(1);

    public static void MapImages(this IEndpointRouteBuilder routes) =>
        routes
            .MapMethods("/v1/images/{id:guid}/{variant}", ["GET", "HEAD"], GetAsync)
            .WithTags("Images")
            .WithName("GetImageFile")
            .WithSummary("A file of an image: original, optimized, thumb-512, thumb-256, thumb-128 or placeholder.")
            .Produces(200, contentType: "image/png", additionalContentTypes: ["image/webp", "image/jpeg"]);

    private static async Task<IResult> GetAsync(
        Guid id,
        string variant,
        HttpContext context,
        ImageStore images,
        IBlobStore blobs,
        UrlSigner signer,
        SourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        var signed = UrlSigner.IsSigned(context.Request);
        var caller = CallerClaims.Find(context.User);
        if (!signed && caller is null)
        {
            throw new AtelierException(
                ErrorCode.Unauthorized,
                "Send an API key, or use an address from a generation's answer."
            );
        }

        var image = await images.FindAsync(id, cancellationToken);
        var age = LongestAge;
        if (signed)
        {
            // Whether the image exists is nobody's business without a right signature.
            age =
                (image is null ? null : signer.Check(context.Request, image, variant))
                ?? throw new AtelierException(
                    ErrorCode.Forbidden,
                    "The address was altered or is too old; ask for a new one."
                );
        }
        else if (image?.AccountId != caller!.AccountId)
        {
            throw new AtelierException(ErrorCode.NotFound, "There is no image of this id.");
        }

        if (signed && variant == Mask)
        {
            return await MaskAsync(image!, sources, context, cancellationToken);
        }

        if (!image!.Files.TryGetValue(variant, out var file))
        {
            throw new AtelierException(
                ErrorCode.NotFound,
                $"An image has no such file; use one of {string.Join(", ", Enum.GetValues<Rendition>().Select(known => known.WireName()))}."
            );
        }

        var stream =
            await blobs.OpenAsync(BlobKeys.OfImage(image.GenerationId, image.Id, file.Name), cancellationToken)
            ?? throw new AtelierException(ErrorCode.Gone, "The file of this image was deleted.");
        var headers = context.Response.Headers;
        var seconds = Math.Min(age.TotalSeconds, LongestAge.TotalSeconds);
        headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"private, max-age={seconds:0}");
        headers.ContentSecurityPolicy = Sandbox;
        return TypedResults.Stream(
            stream,
            file.MediaType,
            lastModified: image.CreatedAt,
            entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""),
            enableRangeProcessing: true
        );
    }

    private static async Task<IResult> MaskAsync(
        ImageRow image,
        SourceFiles sources,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        var pixels = await sources.ReadAsync(image.Id, cancellationToken);
        var mask = await Task.Run(
            () => PictureEncoder.Png(MaskMaker.ToWhiteOnBlack(pixels, pixels.Width, pixels.Height)),
            cancellationToken
        );
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers.ContentSecurityPolicy = Sandbox;
        return TypedResults.Bytes(mask, "image/png");
    }
}
