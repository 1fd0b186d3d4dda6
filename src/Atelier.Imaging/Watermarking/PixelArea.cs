using Atelier.Core.Catalogue;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Watermarking;

/// <summary>The part of a canvas that the picture itself covers; the rest are bars.</summary>
internal readonly record struct PixelArea(int Left, int Top, int Width, int Height)
{
    internal static PixelArea Of(VipsPicture picture) => new(0, 0, picture.Width, picture.Height);

    /// <summary>In the middle of a canvas.</summary>
    internal static PixelArea Centred(VipsPicture picture, PixelSize canvas) =>
        new((canvas.Width - picture.Width) / 2, (canvas.Height - picture.Height) / 2, picture.Width, picture.Height);

    /// <summary>The same part of a smaller copy of the canvas.</summary>
    internal PixelArea On(VipsPicture smaller, VipsPicture canvas)
    {
        var (left, right) = (
            Scale(Left, smaller.Width, canvas.Width),
            Scale(Left + Width, smaller.Width, canvas.Width)
        );
        var (top, bottom) = (
            Scale(Top, smaller.Height, canvas.Height),
            Scale(Top + Height, smaller.Height, canvas.Height)
        );
        return new PixelArea(left, top, Math.Max(1, right - left), Math.Max(1, bottom - top));
    }

    private static int Scale(int place, int to, int from) => (int)((long)place * to / from);
}
