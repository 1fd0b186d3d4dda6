using Atelier.Core.Errors;
using Atelier.Data.Previews;
using Atelier.Server.Authentication;
using Atelier.Server.Images;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atelier.Server.Previews;

/// <summary><c>GET /v1/generations/{id}/preview</c>: the picture as it is so far, by signed address or by the owner's key.</summary>
internal static class PreviewEndpoints
{
    private const string Type = "image/webp";

    public static void AddPreviewDoor(this IServiceCollection services) => services.TryAddSingleton<PreviewSigner>();

    public static void MapPreviews(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/generations/{id:guid}/preview", GetAsync)
            .WithTags("Generations")
            .WithName("GetPreview")
            .WithSummary("The picture of a generation that is under way as it is so far, where its provider shows it.")
            .Produces(200, contentType: Type);

    private static async Task<IResult> GetAsync(
        Guid id,
        HttpContext context,
        PreviewStore previews,
        PreviewSigner signer,
        CancellationToken cancellationToken
    )
    {
        var signed = PreviewSigner.IsSigned(context.Request);
        var caller = CallerClaims.Find(context.User);
        if (!signed && caller is null)
        {
            throw new AtelierException(ErrorCode.Unauthorized, "Send an API key, or use an address from a message.");
        }

        if (!signed && !CallerClaims.May(context.User, Scopes.Read))
        {
            throw new AtelierException(ErrorCode.Forbidden, "The key needs the scope read or generate.");
        }

        if (signed && !signer.IsCurrent(context.Request))
        {
            throw Worthless();
        }

        var owner = await previews.FindOwnerAsync(id, cancellationToken);
        if (signed && (owner is null || !signer.Check(context.Request, id, owner.UrlEpoch)))
        {
            throw Worthless();
        }

        if (!signed && owner?.AccountId != caller!.AccountId)
        {
            throw new AtelierException(ErrorCode.NotFound, "There is no generation of this id.");
        }

        // Last of all: for an address that somebody made up, nothing large is fetched.
        if (await previews.ReadAsync(id, cancellationToken) is not { } bytes)
        {
            throw new AtelierException(
                ErrorCode.Gone,
                "There is nothing to see: no preview came, or its provider has ended."
            );
        }

        var headers = context.Response.Headers;
        headers.CacheControl = "private, no-store";
        headers.ContentSecurityPolicy = PictureResult.Sandbox;
        headers["Cross-Origin-Resource-Policy"] = signed ? "cross-origin" : "same-origin";
        return TypedResults.Bytes(bytes, Type);
    }

    private static AtelierException Worthless() =>
        new(ErrorCode.Forbidden, "The address was altered or is too old; later messages have new ones.");
}
