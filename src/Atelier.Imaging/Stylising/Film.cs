using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Stylising;

/// <summary>A picture while it is worked on: a plane of bytes for each colour, without alpha.</summary>
internal sealed class Film(int width, int height)
{
    public int Width => width;

    public int Height => height;

    public byte[] Red { get; } = GC.AllocateUninitializedArray<byte>(width * height);

    public byte[] Green { get; } = GC.AllocateUninitializedArray<byte>(width * height);

    public byte[] Blue { get; } = GC.AllocateUninitializedArray<byte>(width * height);

    /// <summary>Pixels that are one pixel of a picture of 1024 x 1024, so that filters look alike at every size.</summary>
    public float Unit { get; } = MathF.Sqrt((float)width * height) / 1024f;

    /// <summary>A reach in pixels for one that is told in units; at least 1.</summary>
    public int Reach(float units) => Math.Max(1, (int)((units * Unit) + 0.5f));

    /// <summary>How light a pixel is, 0 to 255.</summary>
    public int Luma(int at) => Luma(Red[at], Green[at], Blue[at]);

    public static int Luma(int red, int green, int blue) => ((77 * red) + (150 * green) + (29 * blue) + 128) >> 8;

    public static Film Of(PixelBuffer pixels, Rows rows)
    {
        var film = new Film(pixels.Width, pixels.Height);
        var hidden = pixels.Bands == 4 ? MeanSeen(pixels) : default;
        rows.Each(
            pixels.Height,
            () => 0,
            (y, _) =>
            {
                var from = pixels.Pixels.AsSpan(y * pixels.Width * pixels.Bands, pixels.Width * pixels.Bands);
                var to = y * pixels.Width;
                for (var at = 0; at < from.Length; at += pixels.Bands, to++)
                {
                    // Colours that nobody sees must not run into those beside them.
                    var seen = pixels.Bands == 4 ? from[at + 3] : 255;
                    film.Red[to] = Mix(hidden.Red, from[at], seen);
                    film.Green[to] = Mix(hidden.Green, from[at + 1], seen);
                    film.Blue[to] = Mix(hidden.Blue, from[at + 2], seen);
                }
            }
        );
        return film;
    }

    /// <summary>The pixels, with the alpha of the photo that it was made from.</summary>
    public PixelBuffer Develop(PixelBuffer source, Rows rows)
    {
        var bands = source.Bands;
        var pixels = GC.AllocateUninitializedArray<byte>(width * height * bands);
        rows.Each(
            height,
            () => 0,
            (y, _) =>
            {
                var from = y * width;
                for (var at = from * bands; from < (y + 1) * width; at += bands, from++)
                {
                    pixels[at] = Red[from];
                    pixels[at + 1] = Green[from];
                    pixels[at + 2] = Blue[from];
                    if (bands == 4)
                        pixels[at + 3] = source.Pixels[at + 3];
                }
            }
        );
        return new PixelBuffer(width, height, bands, pixels);
    }

    private static byte Mix(int hidden, int shown, int seen) =>
        seen == 255 ? (byte)shown : (byte)(((hidden * (255 - seen)) + (shown * seen) + 127) / 255);

    private static (int Red, int Green, int Blue) MeanSeen(PixelBuffer pixels)
    {
        long red = 0,
            green = 0,
            blue = 0,
            weight = 0;
        for (var at = 0; at < pixels.Pixels.Length; at += 4)
        {
            var seen = pixels.Pixels[at + 3];
            red += pixels.Pixels[at] * seen;
            green += pixels.Pixels[at + 1] * seen;
            blue += pixels.Pixels[at + 2] * seen;
            weight += seen;
        }

        return weight == 0 ? default : ((int)(red / weight), (int)(green / weight), (int)(blue / weight));
    }
}
