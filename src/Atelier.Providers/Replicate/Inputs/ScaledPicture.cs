using Atelier.Core.Catalogue;
using Atelier.Imaging;

namespace Atelier.Providers.Replicate.Inputs;

/// <summary>Pictures in another size, each pixel the mean of what it covers; made for speed, since an intent grows old meanwhile.</summary>
internal static class ScaledPicture
{
    // As far as rounding bends a shape.
    private const double MostStretch = 0.03;

    /// <summary>The picture in that size: a middle part of it where the shape is another; the same buffer when it has it.</summary>
    public static PixelBuffer Cover(PixelBuffer picture, int width, int height, CancellationToken cancellationToken)
    {
        var own = new PixelSize(picture.Width, picture.Height);
        var same = NativeSize.Stretch(own, new PixelSize(width, height)) <= MostStretch;
        return Stretch(same ? picture : Middle(picture, width, height), width, height, cancellationToken);
    }

    private static PixelBuffer Middle(PixelBuffer picture, int width, int height)
    {
        var kept = Math.Min((double)picture.Width / width, (double)picture.Height / height);
        var (across, down) = (
            Math.Clamp((int)Math.Round(width * kept), 1, picture.Width),
            Math.Clamp((int)Math.Round(height * kept), 1, picture.Height)
        );
        var (left, top) = ((picture.Width - across) / 2, (picture.Height - down) / 2);
        var pixels = new byte[across * down * picture.Bands];
        for (var y = 0; y < down; y++)
        {
            picture
                .Pixels.AsSpan((((top + y) * picture.Width) + left) * picture.Bands, across * picture.Bands)
                .CopyTo(pixels.AsSpan(y * across * picture.Bands));
        }

        return new PixelBuffer(across, down, picture.Bands, pixels);
    }

    private static PixelBuffer Stretch(PixelBuffer picture, int width, int height, CancellationToken cancellationToken)
    {
        if ((picture.Width, picture.Height) == (width, height))
        {
            return picture;
        }

        var narrow = new float[width * picture.Height * picture.Bands];
        Across(picture, width, narrow);
        cancellationToken.ThrowIfCancellationRequested();
        var pixels = new byte[width * height * picture.Bands];
        Down(narrow, picture.Height, height, width * picture.Bands, pixels);
        return new PixelBuffer(width, height, picture.Bands, pixels);
    }

    private static void Across(PixelBuffer picture, int width, float[] target)
    {
        var bands = picture.Bands;
        var covers = Enumerable
            .Range(0, width)
            .Select(x => Covered(x, (double)picture.Width / width, picture.Width))
            .ToArray();
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Pixels.AsSpan(y * picture.Width * bands, picture.Width * bands);
            for (var x = 0; x < width; x++)
            {
                var (first, last, from, to) = covers[x];
                var sum = target.AsSpan(((y * width) + x) * bands, bands);
                for (var source = first; source <= last; source++)
                {
                    var weight = (float)((Math.Min(to, source + 1) - Math.Max(from, source)) / (to - from));
                    for (var band = 0; band < bands; band++)
                    {
                        sum[band] += row[(source * bands) + band] * weight;
                    }
                }
            }
        }
    }

    private static void Down(float[] narrow, int fromHeight, int height, int length, byte[] target)
    {
        var step = (double)fromHeight / height;
        var sum = new float[length];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(sum);
            var (first, last, from, to) = Covered(y, step, fromHeight);
            for (var source = first; source <= last; source++)
            {
                var weight = (float)((Math.Min(to, source + 1) - Math.Max(from, source)) / (to - from));
                var row = narrow.AsSpan(source * length, length);
                for (var i = 0; i < length; i++)
                {
                    sum[i] += row[i] * weight;
                }
            }

            for (var i = 0; i < length; i++)
            {
                target[(y * length) + i] = (byte)Math.Clamp(sum[i] + 0.5f, 0, byte.MaxValue);
            }
        }
    }

    // The stretch of the source that a pixel covers, and the source's pixels in it.
    private static (int First, int Last, double From, double To) Covered(int at, double step, int most)
    {
        var (from, to) = (at * step, Math.Min((at + 1) * step, most));
        return ((int)from, Math.Min((int)Math.Ceiling(to), most) - 1, from, to);
    }
}
