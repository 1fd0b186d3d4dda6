using Atelier.Core.Catalogue;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Replicate.Compiling;

/// <summary>How large a picture goes along that only has to be seen: a model that makes a megapixel sees no more in a larger one.</summary>
internal static class PictureSize
{
    private const double MostPixels = 1_572_864;
    private const double Megapixel = 1_048_576;
    private const int Step = 16;

    /// <summary>The picture's own size, or one of its shape with as many pixels as are of use.</summary>
    public static PixelSize Within(SourceImage picture)
    {
        var pixels = (double)picture.Width * picture.Height;
        return pixels <= MostPixels
            ? new PixelSize(picture.Width, picture.Height)
            : Scaled(picture, Math.Sqrt(MostPixels / pixels), 1);
    }

    /// <summary>What a model makes that keeps a picture's shape, at about a megapixel.</summary>
    public static PixelSize Matched(SourceImage picture) =>
        Scaled(picture, Math.Sqrt(Megapixel / ((double)picture.Width * picture.Height)), Step);

    private static PixelSize Scaled(SourceImage picture, double scale, int step) =>
        new(Side(picture.Width * scale, step), Side(picture.Height * scale, step));

    private static int Side(double side, int step) => Math.Max(step, (int)Math.Round(side / step) * step);
}
