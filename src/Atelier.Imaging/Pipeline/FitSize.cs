using Atelier.Core.Catalogue;

namespace Atelier.Imaging.Pipeline;

/// <summary>The arithmetic of fitting. No side ever becomes 0, and whole numbers round half up.</summary>
internal static class FitSize
{
    /// <summary>The largest part of a picture that has the ratio of <paramref name="wish"/>.</summary>
    internal static PixelSize PartLike(this PixelSize picture, PixelSize wish)
    {
        var (across, down) = Cross(picture, wish);
        return across < down
            ? picture with
            {
                Width = Share(across, wish.Height, picture.Width),
            }
            : picture with
            {
                Height = Share(down, wish.Width, picture.Height),
            };
    }

    /// <summary>The largest size with the picture's ratio that lies inside; larger than the picture where there is room.</summary>
    internal static PixelSize Inside(this PixelSize picture, PixelSize room)
    {
        var (across, down) = Cross(picture, room);
        return across < down
            ? room with
            {
                Height = Share((long)picture.Height * room.Width, picture.Width, room.Height),
            }
            : room with
            {
                Width = Share((long)picture.Width * room.Height, picture.Height, room.Width),
            };
    }

    /// <summary>The smallest size with the ratio of <paramref name="wish"/> into which the picture goes as it is.</summary>
    internal static PixelSize Around(this PixelSize picture, PixelSize wish)
    {
        var (across, down) = Cross(picture, wish);
        return across < down
            ? picture with
            {
                Height = Math.Max(picture.Height, Share((long)picture.Width * wish.Height, wish.Width, int.MaxValue)),
            }
            : picture with
            {
                Width = Math.Max(picture.Width, Share((long)picture.Height * wish.Width, wish.Height, int.MaxValue)),
            };
    }

    internal static bool GoesInto(this PixelSize size, PixelSize room) =>
        size.Width <= room.Width && size.Height <= room.Height;

    internal static int Share(long product, int divisor, int most) =>
        (int)Math.Clamp((product + divisor / 2) / divisor, 1, most);

    private static (long Across, long Down) Cross(PixelSize picture, PixelSize wish) =>
        ((long)wish.Width * picture.Height, (long)wish.Height * picture.Width);
}
