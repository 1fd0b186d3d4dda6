using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Data.Images;
using Atelier.Engine.Accepting;
using Atelier.Engine.Renditions;
using Atelier.Engine.Sources;
using Atelier.Server.Authentication;
using Atelier.Server.Setup;

namespace Atelier.Server.Images;

/// <summary><c>GET /v1/images/{id}/{variant}</c>: a file of an image, by signed address or by the owner's key.</summary>
internal static class ImageEndpoints
{
    public static void MapImages(this IEndpointRouteBuilder routes)
    {
        routes
            .MapMethods("/v1/images/{id:guid}/{variant}", ["GET", "HEAD"], GetAsync)
            .WithTags("Images")
            .WithName("GetImageFile")
            .WithSummary("A file of an image, or a picture made from it in another size or format.")
            .Produces(
                200,
                contentType: "image/png",
                additionalContentTypes: ["image/webp", "image/jpeg", "image/avif"]
            );
        routes.MapImageUrls();
    }

    private static async Task<IResult> GetAsync(
        Guid id,
        string variant,
        HttpContext context,
        ImageStore images,
        ImageAccess access,
        WishReader wishes,
        UrlSigner signer,
        SourceFiles sources,
        ServerSettings settings,
        CancellationToken cancellationToken
    )
    {
        var caller = CallerClaims.Find(context.User);
        if (caller is null && !UrlSigner.IsSigned(context.Request))
        {
            throw new AtelierException(
                ErrorCode.Unauthorized,
                "Send an API key, or use an address from a generation's answer."
            );
        }

        if (!UrlSigner.IsSigned(context.Request) && !CallerClaims.May(context.User, Scopes.Read))
        {
            throw new AtelierException(ErrorCode.Forbidden, "The key needs the scope read or generate.");
        }

        var image = await images.FindAsync(id, cancellationToken);
        var left = Admit(context.Request, image, variant, caller, signer);
        if (left is not null && SourceEndpoint.IsSource(variant))
        {
            return await SourceEndpoint.GetAsync(image!, variant, context, sources, cancellationToken);
        }

        var rendition = ImageAccess.Find(variant) ?? throw NoSuchFile();
        var wish = WishQuery.Read(context.Request, rendition, wishes);
        var accepted = AcceptHeader.Read(context.Request);
        var picture = await access.OpenAsync(image!, wish, accepted, cancellationToken);
        if (
            PresignedRead.Find(context, settings, PictureResult.FileName(image!, variant, picture), picture, left) is
            { } there
        )
        {
            await picture.Stream.DisposeAsync();
            return there;
        }

        return PictureResult.Create(context, image!, variant, picture, left, network: settings.CdnUrl is not null);
    }

    /// <summary>Lets in who has the right signature, or the key of the image's account.</summary>
    /// <returns>How long the signature still holds; null for a key.</returns>
    private static TimeSpan? Admit(
        HttpRequest request,
        ImageRow? image,
        string variant,
        Caller? caller,
        UrlSigner signer
    )
    {
        if (UrlSigner.IsSigned(request))
        {
            // Whether the image exists is nobody's business without a right signature.
            return (image is null ? null : signer.Check(request, image, variant))
                ?? throw new AtelierException(
                    ErrorCode.Forbidden,
                    "The address was altered or is too old; ask for a new one."
                );
        }

        return image?.AccountId == caller!.AccountId
            ? null
            : throw new AtelierException(ErrorCode.NotFound, "There is no image of this id.");
    }

    private static AtelierException NoSuchFile() =>
        new(
            ErrorCode.NotFound,
            $"An image has no such file; use one of {string.Join(", ", Enum.GetValues<Rendition>().Select(known => known.WireName()))}."
        );
}
