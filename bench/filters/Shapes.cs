using Atelier.Imaging;

namespace Atelier.Bench.Filters;

/// <summary>Small pictures and changes that sheets need.</summary>
internal static class Shapes
{
    /// <summary>White inside a rounded box told in shares of the sides, black outside.</summary>
    internal static PixelBuffer Mask(int width, int height, (double Left, double Top, double Right, double Bottom) box)
    {
        var mask = new PixelBuffer(width, height, 3, new byte[width * height * 3]);
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var across = (((x + 0.5) / width) - ((box.Left + box.Right) / 2)) * 2 / (box.Right - box.Left);
            var down = (((y + 0.5) / height) - ((box.Top + box.Bottom) / 2)) * 2 / (box.Bottom - box.Top);
            if (Math.Pow(Math.Abs(across), 4) + Math.Pow(Math.Abs(down), 4) <= 1)
                mask.Pixels.AsSpan(((y * width) + x) * 3, 3).Fill(255);
        }

        return mask;
    }

    /// <summary>The picture with what the mask marks in one loud colour.</summary>
    internal static PixelBuffer Veiled(PixelBuffer picture, PixelBuffer mask)
    {
        var pixels = picture.Pixels.ToArray();
        for (var at = 0; at < picture.Width * picture.Height; at++)
        {
            if (mask.Pixels[at * 3] != 0)
            {
                pixels[at * picture.Bands] = 230;
                pixels[(at * picture.Bands) + 1] = 40;
                pixels[(at * picture.Bands) + 2] = 140;
            }
        }

        return picture with
        {
            Pixels = pixels,
        };
    }

    /// <summary>A bottle with a soft shadow on light paper: a product as shops show it.</summary>
    internal static PixelBuffer Bottle(int width, int height)
    {
        var picture = new PixelBuffer(width, height, 3, new byte[width * height * 3]);
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var (across, down) = ((x + 0.5) / width, (y + 0.5) / height);
            var paper = 236 - (26 * down) + (8 * across);
            var (fromX, fromY) = ((across - 0.6) / 0.26, (down - 0.84) / 0.06);
            var shade = 1 - (0.55 * Math.Exp(-((fromX * fromX) + (fromY * fromY))));
            var (red, green, blue) = (paper * shade, paper * shade, (paper - 4) * shade);
            var half =
                down is > 0.2 and < 0.84 ? 0.13
                : down is > 0.06 and <= 0.2 ? 0.05 + (0.08 * Math.Max(0, (down - 0.13) / 0.07))
                : 0;
            if (Math.Abs(across - 0.45) < half)
            {
                var round = (across - 0.45) / half;
                var light =
                    0.35
                    + (0.65 * Math.Sqrt(1 - (round * round)))
                    + (0.5 * Math.Exp(-Math.Pow((round + 0.45) / 0.12, 2)));
                (red, green, blue) = down is > 0.42 and < 0.66
                    ? (225 * light, 200 * light, 150 * light)
                    : (28 * light, 105 * light, 80 * light);
            }

            var at = ((y * width) + x) * 3;
            picture.Pixels[at] = Byte(red);
            picture.Pixels[at + 1] = Byte(green);
            picture.Pixels[at + 2] = Byte(blue);
        }

        return Noisy(picture, 2);
    }

    /// <summary>A square part, told by the share of the sides where it begins.</summary>
    internal static PixelBuffer Part(PixelBuffer picture, double x, double y, int side)
    {
        var (left, top) = ((int)(x * picture.Width), (int)(y * picture.Height));
        var part = new PixelBuffer(side, side, picture.Bands, new byte[side * side * picture.Bands]);
        for (var row = 0; row < side; row++)
            picture
                .Pixels.AsSpan((((top + row) * picture.Width) + left) * picture.Bands, side * picture.Bands)
                .CopyTo(part.Pixels.AsSpan(row * side * picture.Bands));
        return part;
    }

    /// <summary>Each pixel as a square of so many.</summary>
    internal static PixelBuffer Blocks(PixelBuffer picture, int times)
    {
        var large = new PixelBuffer(
            picture.Width * times,
            picture.Height * times,
            picture.Bands,
            new byte[picture.Pixels.Length * times * times]
        );
        for (var at = 0; at < large.Pixels.Length; at++)
        {
            var (pixel, band) = (at / picture.Bands, at % picture.Bands);
            var (x, y) = (pixel % large.Width / times, pixel / large.Width / times);
            large.Pixels[at] = picture.Pixels[(((y * picture.Width) + x) * picture.Bands) + band];
        }

        return large;
    }

    /// <summary>The picture with noise as of a bell of that deviation, about.</summary>
    internal static PixelBuffer Noisy(PixelBuffer picture, double deviation)
    {
        var dice = 12345u;
        var pixels = picture.Pixels.ToArray();
        for (var at = 0; at < pixels.Length; at++)
        {
            var sum = 0.0;
            for (var throwing = 0; throwing < 4; throwing++)
            {
                dice = (dice * 1664525u) + 1013904223u;
                sum += (dice >> 8) / 16777216.0;
            }

            pixels[at] = Byte(pixels[at] + ((sum - 2) * deviation * 1.73));
        }

        return picture with
        {
            Pixels = pixels,
        };
    }

    /// <summary>A picture with alpha on a loud green, which shows every rim.</summary>
    internal static PixelBuffer OnGreen(PixelBuffer picture)
    {
        var pixels = new byte[picture.Width * picture.Height * 3];
        for (var at = 0; at < pixels.Length; at++)
        {
            var (seen, back) = (picture.Pixels[(at / 3 * 4) + 3], at % 3 == 1 ? 230 : 20);
            pixels[at] = (byte)(((picture.Pixels[(at / 3 * 4) + (at % 3)] * seen) + (back * (255 - seen)) + 127) / 255);
        }

        return new PixelBuffer(picture.Width, picture.Height, 3, pixels);
    }

    /// <summary>A picture with alpha on grey squares.</summary>
    internal static PixelBuffer OnChecks(PixelBuffer picture)
    {
        var pixels = new byte[picture.Width * picture.Height * 3];
        for (var at = 0; at < picture.Width * picture.Height; at++)
        {
            var square = ((at % picture.Width / 12) + (at / picture.Width / 12)) % 2 == 0 ? 255 : 205;
            var seen = picture.Pixels[(at * 4) + 3];
            for (var band = 0; band < 3; band++)
                pixels[(at * 3) + band] = (byte)(
                    ((picture.Pixels[(at * 4) + band] * seen) + (square * (255 - seen)) + 127) / 255
                );
        }

        return new PixelBuffer(picture.Width, picture.Height, 3, pixels);
    }

    private static byte Byte(double value) => (byte)Math.Clamp(value + 0.5, 0, 255);
}
