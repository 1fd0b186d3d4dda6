using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Pipeline;

/// <summary>Brings a picture in memory into a size; the result is in memory too.</summary>
internal static class PictureFit
{
    internal static VipsPicture Into(this VipsPicture picture, PixelSize size, FitMode fit) =>
        fit switch
        {
            FitMode.Cover => Cover(picture, size),
            FitMode.Contain => Contain(picture, size),
            FitMode.Pad => Pad(picture, size),
            _ => throw new ArgumentOutOfRangeException(nameof(fit), fit, "Unknown way to fit."),
        };

    /// <summary>The picture in the middle of a canvas; what is left over takes the mean colour of the edge beside it.</summary>
    internal static VipsPicture PadTo(this VipsPicture picture, PixelSize canvas)
    {
        var (width, height) = (picture.Width, picture.Height);
        var (left, top) = ((canvas.Width - width) / 2, (canvas.Height - height) / 2);

        // First the bars at the left and above, then those at the right and below, each in a colour of its own.
        using var first = picture.Embed(
            left,
            top,
            left + width,
            top + height,
            EdgeColour(picture, atStart: true, left)
        );
        using var both = first.Embed(0, 0, canvas.Width, canvas.Height, EdgeColour(picture, atStart: false, left));
        return both.KeepInMemory();
    }

    private static VipsPicture Cover(VipsPicture picture, PixelSize size)
    {
        // Cropped before it is scaled: a line of pixels made to cover a square would else become enormous.
        var part = new PixelSize(picture.Width, picture.Height).PartLike(size);
        if (part == new PixelSize(picture.Width, picture.Height))
            return picture.Shrink(size.Width, size.Height);

        using var kept = picture.CropToAttention(part.Width, part.Height);
        return kept.Shrink(size.Width, size.Height);
    }

    private static VipsPicture Contain(VipsPicture picture, PixelSize room)
    {
        var size = new PixelSize(picture.Width, picture.Height).Inside(room);
        return picture.Shrink(size.Width, size.Height);
    }

    private static VipsPicture Pad(VipsPicture picture, PixelSize canvas)
    {
        using var inside = Contain(picture, canvas);
        return inside.PadTo(canvas);
    }

    private static byte[] EdgeColour(VipsPicture picture, bool atStart, int left)
    {
        var (width, height) = (picture.Width, picture.Height);
        using var edge = (atStart, left > 0) switch
        {
            (true, true) => picture.Crop(0, 0, 1, height),
            (false, true) => picture.Crop(width - 1, 0, 1, height),
            (true, false) => picture.Crop(0, 0, width, 1),
            (false, false) => picture.Crop(0, height - 1, width, 1),
        };
        using var mean = edge.Shrink(1, 1);
        return mean.ToPixels().Pixels;
    }
}
