using System.Globalization;
using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Data.Images;
using Atelier.Engine.Renditions;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Images;

/// <summary><c>POST /v1/images/{id}/urls</c>: an address of any rendition, for whoever has no key.</summary>
internal static class UrlEndpoints
{
    public const int ShortestSeconds = 60;
    public const int LongestSeconds = 7 * 24 * 60 * 60;

    public static void MapImageUrls(this IEndpointRouteBuilder routes)
    {
        routes.MapUrlRevocation();
        routes
            .MapPost("/v1/images/{id:guid}/urls", CreateAsync)
            .RequireAuthorization(Scopes.Read)
            .WithTags("Images")
            .WithName("CreateImageUrl")
            .WithSummary("Signs an address of a rendition; nothing is rendered before somebody fetches it.")
            .Accepts<UrlBody>("application/json")
            .Produces<UrlView>();
    }

    private static async Task<IResult> CreateAsync(
        Guid id,
        HttpContext context,
        CurrentCaller caller,
        ImageStore images,
        ImageAccess access,
        WishReader wishes,
        UrlSigner signer,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<UrlBody>(context.Request, errors);
        var rendition = ReadVariant(body.Variant, errors);
        var draft = body.ToDraft();
        var wish = wishes.Read(rendition, draft, WishFields.Body, errors);
        if (body.ExpiresIn is < ShortestSeconds or > LongestSeconds)
        {
            errors.Add("expires_in", $"expires_in must be {ShortestSeconds} to {LongestSeconds} seconds.");
        }

        errors.ThrowIfAny();
        var image = await images.FindAsync(id, cancellationToken);
        if (image?.AccountId != caller.AccountId)
        {
            throw new AtelierException(ErrorCode.NotFound, "There is no image of this id.");
        }

        if (image.Deleted || (image.Reduced && !(wish.AsStored && ReducedImage.Stays(rendition.WireName()))))
        {
            throw new AtelierException(ErrorCode.Gone, "The files of this image were deleted.");
        }

        if (!ImageAccess.Has(image, rendition))
        {
            throw new AtelierException(
                ErrorCode.NotFound,
                "An uploaded picture has no optimized file; ask for sizes of its original."
            );
        }

        var life = body.ExpiresIn is { } seconds ? TimeSpan.FromSeconds(seconds) : UrlSigner.Life;
        var expiresAt = signer.After(life);
        // As it will be taken, so that the same picture has the same parameters.
        var written = draft.Quality is null
            ? draft
            : draft with
            {
                Quality = wish.Quality?.ToString(CultureInfo.InvariantCulture),
            };
        var url = signer.Sign(context.Request, image, rendition, WishQuery.Write(written), expiresAt);
        var (width, height, mediaType) = Describe(image, wish, access);
        return TypedResults.Json(new UrlView(url, expiresAt, width, height, mediaType), WireJson.Options);
    }

    private static Rendition ReadVariant(string? variant, ErrorList errors)
    {
        if (variant is null)
        {
            return Rendition.Original;
        }

        if (ImageAccess.Find(variant) is { } known)
        {
            return known;
        }

        errors.AddUnknown("variant", variant, [.. Enum.GetValues<Rendition>().Select(name => name.WireName())]);
        return Rendition.Original;
    }

    private static (int Width, int Height, string MediaType) Describe(
        ImageRow image,
        RenditionWish wish,
        ImageAccess access
    )
    {
        wish = ImageAccess.Settle(image, wish);
        if (wish.AsStored)
        {
            var file = ImageAccess.FileOf(image, wish.Variant);
            return (file.Width, file.Height, file.MediaType);
        }

        var plan = access.Plan(image, wish);
        return (plan.Width, plan.Height, plan.Format.MediaType());
    }
}
