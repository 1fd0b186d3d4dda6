namespace Atelier.Imaging.Reading;

/// <summary>Puts an edited picture and its source together: new pixels where the mask marks, the source's own everywhere else.</summary>
public static class MaskBlend
{
    /// <summary>A picture in the size of <paramref name="source"/>, with alpha when either of the two has it.</summary>
    /// <param name="edited">In the size of <paramref name="source"/>.</param>
    /// <param name="mask">Of any size; see <see cref="MaskMaker"/> for what it marks.</param>
    /// <exception cref="ArgumentException">The two pictures differ in size.</exception>
    public static PixelBuffer Blend(PixelBuffer source, PixelBuffer edited, PixelBuffer mask)
    {
        if ((source.Width, source.Height) != (edited.Width, edited.Height))
        {
            throw new ArgumentException(
                $"The edited picture has {edited.Width} x {edited.Height} pixels, its source {source.Width} x {source.Height}.",
                nameof(edited)
            );
        }

        var marks = MaskMaker.ToWhiteOnBlack(mask, source.Width, source.Height).Pixels;
        var bands = Math.Max(source.Bands, edited.Bands);
        var pixels = new byte[(long)source.Width * source.Height * bands];
        for (int pixel = 0, count = source.Width * source.Height; pixel < count; pixel++)
        {
            var from = marks[pixel * 3] == 0 ? source : edited;
            var target = pixels.AsSpan(pixel * bands, bands);
            target[^1] = byte.MaxValue;
            from.Pixels.AsSpan(pixel * from.Bands, from.Bands).CopyTo(target);
        }

        return new PixelBuffer(source.Width, source.Height, bands, pixels);
    }
}
