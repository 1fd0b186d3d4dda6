using Atelier.Core.Errors;
using Atelier.Data.Images;
using Atelier.Engine.Sources;
using Atelier.Imaging.Reading;
using Atelier.Providers.Failures;

namespace Atelier.Server.Images;

/// <summary>
/// What providers fetch to change a picture: the picture, or a mask. Only by an address that was signed for this and that no answer
/// shows; no key opens it. Whether it comes with the mark that it carries is part of what was signed.
/// </summary>
internal static class SourceEndpoint
{
    private const string Source = "source";
    private const string ShownSource = "source-shown";
    private const string Mask = "mask";
    private const string ShownMask = "mask-shown";

    /// <summary>The image as it is edited.</summary>
    public static string SourceOf(SourceLook look) => look is SourceLook.Clean ? Source : ShownSource;

    /// <summary>The image as a mask, white where to repaint.</summary>
    public static string MaskOf(SourceLook look) => look is SourceLook.Clean ? Mask : ShownMask;

    public static bool IsSource(string variant) => variant is Source or ShownSource or Mask or ShownMask;

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
        var look = variant is Source or Mask ? SourceLook.Clean : SourceLook.Shown;
        try
        {
            if (variant is Source or ShownSource)
            {
                var (stream, file) = await sources.OpenAsync(image.Id, look, cancellationToken);
                return TypedResults.Stream(stream, file.MediaType, enableRangeProcessing: true);
            }

            var pixels = await sources.ReadAsync(image.Id, look, cancellationToken);
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
