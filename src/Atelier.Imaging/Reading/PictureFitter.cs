using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Reading;

/// <summary>Brings pictures to an exact size: scaled until they cover it, cropped in the centre.</summary>
public static class PictureFitter
{
    /// <summary>
    /// The picture in exactly that size, with its alpha; the same buffer when the size is right already. libvips must
    /// run: see <see cref="VipsRuntime.Start"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A side below 1.</exception>
    /// <exception cref="VipsException">libvips could not do it.</exception>
    public static PixelBuffer Fit(PixelBuffer picture, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if ((picture.Width, picture.Height) == (width, height))
            return picture;

        var (keptWidth, keptHeight) = KeptSize(picture.Width, picture.Height, width, height);
        return VipsThread.Use(() =>
        {
            // Cropped before it is scaled: a line of pixels made to cover a square would else become enormous.
            using var whole = VipsPicture.FromPixels(picture);
            using var kept = whole.Crop(
                (picture.Width - keptWidth) / 2,
                (picture.Height - keptHeight) / 2,
                keptWidth,
                keptHeight
            );
            using var fitted = kept.Shrink(width, height);
            return fitted.ToPixels();
        });
    }

    // The largest part of the picture with the new ratio.
    private static (int Width, int Height) KeptSize(int fromWidth, int fromHeight, int toWidth, int toHeight)
    {
        var (across, down) = ((long)toWidth * fromHeight, (long)toHeight * fromWidth);
        return across < down
            ? (Share(across, toHeight, fromWidth), fromHeight)
            : (fromWidth, Share(down, toWidth, fromHeight));
    }

    private static int Share(long product, int divisor, int all) =>
        (int)Math.Clamp((product + divisor / 2) / divisor, 1, all);
}
