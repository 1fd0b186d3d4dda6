using Atelier.Core.Catalogue;

namespace Atelier.Imaging.Watermarking;

/// <summary>
/// Where the mark lies: 200 x 40 pixels at the lower right of a picture 1,024 pixels wide, in proportion on wider ones,
/// and never more than a third of the width or half the height.
/// </summary>
/// <param name="Scale">1, or more on pictures wider than 1,024 pixels.</param>
internal readonly record struct WatermarkBox(int Left, int Top, int Width, int Height, double Scale)
{
    private const double FullWidth = 200;
    private const double FullHeight = 40;
    private const double GrowsFrom = 1024;

    internal static WatermarkBox For(PixelSize picture)
    {
        var scale = Math.Max(1, picture.Width / GrowsFrom);
        var width = Side(Math.Min(FullWidth * scale, picture.Width / 3.0));
        var height = Side(Math.Min(FullHeight * scale, picture.Height / 2.0));
        return new WatermarkBox(picture.Width - width, picture.Height - height, width, height, scale);
    }

    /// <summary>The same, on a part of a canvas.</summary>
    internal static WatermarkBox On(PixelArea area)
    {
        var box = For(new PixelSize(area.Width, area.Height));
        return box with { Left = area.Left + box.Left, Top = area.Top + box.Top };
    }

    private static int Side(double pixels) => Math.Max(1, (int)pixels);
}
