using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Watermarking;

namespace Atelier.Imaging.Tests.Detection;

/// <summary>Lays somebody's mark over a picture, as stock libraries do.</summary>
/// <param name="Size">Pixels of the font.</param>
/// <param name="Degrees">The turn of the whole pattern.</param>
/// <param name="Level">Grey of the ink: 255 is white.</param>
/// <param name="Stagger">How far each second row is moved, in cells.</param>
internal sealed record MarkStamp(
    string Text,
    double Size,
    double Degrees,
    double Opacity,
    byte Level,
    double GapAcross,
    double GapDown,
    double Stagger
)
{
    /// <summary>The mark again and again over the whole picture.</summary>
    internal PixelBuffer Tile(PixelBuffer scene)
    {
        var ink = Letters(Size);
        var (width, height) = (ink.Width + (Size * GapAcross), ink.Height + (Size * GapDown));
        return Blend(
            scene,
            (x, y) =>
            {
                var row = Math.Floor(y / height);
                var moved = x + (row % 2 == 0 ? 0 : Stagger * width);
                return At(ink, moved - (Math.Floor(moved / width) * width), y - (row * height));
            }
        );
    }

    /// <summary>The mark once, from edge to edge.</summary>
    internal PixelBuffer Across(PixelBuffer scene)
    {
        var ink = Letters(Size);
        var (left, top) = (ink.Width / 2.0, ink.Height / 2.0);
        return Blend(scene, (x, y) => At(ink, x + left, y + top));
    }

    private PixelBuffer Letters(double pixels)
    {
        using var letters = WatermarkText.Draw(Text, pixels, new WatermarkFont(TestVips.Options).Path);
        return letters.ToPixels();
    }

    private PixelBuffer Blend(PixelBuffer scene, Func<double, double, double> ink)
    {
        var pixels = scene.Pixels.ToArray();
        var (sin, cos) = Math.SinCos(Degrees * Math.PI / 180);
        for (var y = 0; y < scene.Height; y++)
        for (var x = 0; x < scene.Width; x++)
        {
            var (across, down) = (x - (scene.Width / 2.0), y - (scene.Height / 2.0));
            var share = Opacity * ink((across * cos) + (down * sin), (down * cos) - (across * sin));
            if (share <= 0)
                continue;
            var at = ((y * scene.Width) + x) * scene.Bands;
            for (var band = 0; band < 3; band++)
                pixels[at + band] = (byte)Math.Round((pixels[at + band] * (1 - share)) + (Level * share));
        }

        return scene with
        {
            Pixels = pixels,
        };
    }

    private static double At(PixelBuffer ink, double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (right, below) = (x - left, y - top);
        return (
                (Dot(ink, left, top) * (1 - right) * (1 - below))
                + (Dot(ink, left + 1, top) * right * (1 - below))
                + (Dot(ink, left, top + 1) * (1 - right) * below)
                + (Dot(ink, left + 1, top + 1) * right * below)
            ) / 255;
    }

    private static double Dot(PixelBuffer ink, int x, int y) =>
        x < 0 || y < 0 || x >= ink.Width || y >= ink.Height ? 0 : ink.Pixels[((y * ink.Width) + x) * ink.Bands];
}
