using Atelier.Core.Errors;
using Atelier.Data.Images;
using Atelier.Engine.Sources;
using Atelier.Imaging.Reading;
using Atelier.Providers.Failures;

namespace Atelier.Server.Images;

/// <summary>
/// What providers fetch to change a picture: the picture without the mark, or a mask. Only by an address that was signed for this
/// and that no answer shows; no key opens it.
/// </summary>
internal static class SourceEndpoint
{
    /// <summary>The image as it is edited.</summary>
    public const string Source = "source";

    /// <summary>The image as a mask, white where to repaint.</summary>
    public const string Mask = "mask";

    public static bool IsSource(string variant) => variant is Source or Mask;

    /// <summary>The file; the signature has been checked.</summary>
    public static async Task<IResult> GetAsync(
        ImageRow image,
        string variant,
        HttpContext context,
        SourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "private, no-store";
        headers.ContentSecurityPolicy = PictureResult.Sandbox;
        try
        {
            if (variant == Source)
            {
                var (stream, file) = await sources.OpenAsync(image.Id, cancellationToken);
                return TypedResults.Stream(stream, file.MediaType, enableRangeProcessing: true);
            }

            var pixels = await sources.ReadAsync(image.Id, cancellationToken);
            var mask = await Task.Run(
                () => PictureEncoder.Png(MaskMaker.ToWhiteOnBlack(pixels, pixels.Width, pixels.Height)),
                cancellationToken
            );
            return TypedResults.Bytes(mask, "image/png");
        }
        catch (ProviderException exception) when (exception.Kind == FailureKind.BadRequest)
        {
            throw new AtelierException(ErrorCode.Gone, "The files of this image were deleted.", exception);
        }
    }
}
