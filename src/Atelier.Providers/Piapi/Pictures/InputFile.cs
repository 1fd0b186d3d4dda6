using Atelier.Imaging.Reading;
using Atelier.Providers.Calls;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.Piapi.Pictures;

/// <summary>Draws the file that is uploaded for a task. libvips must run where a picture changes its size.</summary>
internal static class InputFile
{
    /// <exception cref="Failures.ProviderException">The image is gone.</exception>
    public static async Task<byte[]> DrawAsync(
        InputPicture picture,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        var source = await sources.ReadAsync(picture.Image, cancellationToken);
        var (width, height) = picture.Width > 0 ? (picture.Width, picture.Height) : (source.Width, source.Height);
        if (picture.IsMask)
        {
            return PngFile.Encode(MaskMaker.ToWhiteOnBlack(source, width, height), cancellationToken);
        }

        var fitted = PictureFitter.Fit(source, width, height);
        if (picture.Holes is not { } holes)
        {
            return PngFile.Encode(fitted, cancellationToken);
        }

        var mask = MaskMaker.ToTransparentHoles(await sources.ReadAsync(holes, cancellationToken), width, height);
        return PngFile.Encode(HoledPicture.Cut(fitted, mask), cancellationToken);
    }
}
