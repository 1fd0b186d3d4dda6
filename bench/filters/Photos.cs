using Atelier.Imaging;
using Atelier.Imaging.Reading;

namespace Atelier.Bench.Filters;

/// <summary>Reads pictures and brings them to a size.</summary>
internal static class Photos
{
    private static readonly PictureReader Reader = new(new PictureReaderOptions());

    internal static async Task<PixelBuffer> ReadAsync(string path, CancellationToken cancellationToken) =>
        await Reader.ReadAsync(await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken);

    /// <summary>The middle of it, as a square.</summary>
    internal static async Task<PixelBuffer> SquareAsync(string path, int side, CancellationToken cancellationToken) =>
        PictureFitter.Fit(await ReadAsync(path, cancellationToken), side, side);

    /// <summary>All of it; its longer side is so long.</summary>
    internal static PixelBuffer Within(PixelBuffer picture, int side)
    {
        var longer = Math.Max(picture.Width, picture.Height);
        return PictureFitter.Fit(
            picture,
            Math.Max(1, picture.Width * side / longer),
            Math.Max(1, picture.Height * side / longer)
        );
    }
}
