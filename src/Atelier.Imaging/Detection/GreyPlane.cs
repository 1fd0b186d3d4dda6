namespace Atelier.Imaging.Detection;

/// <summary>Brightness of a picture in levels of 0 to 255, or what was made of it; rows from the top.</summary>
internal sealed record GreyPlane(int Width, int Height, float[] Values)
{
    /// <summary>The picture in grey, on white where it is transparent, with at most so many pixels on its longer side.</summary>
    internal static GreyPlane Of(PixelBuffer pixels, int longerSide)
    {
        var scale = Math.Max(1.0, Math.Max(pixels.Width, pixels.Height) / (double)longerSide);
        var (width, height) = (Side(pixels.Width, scale), Side(pixels.Height, scale));
        var across = Share.Of(pixels.Width, width);
        var down = Share.Of(pixels.Height, height);
        var values = new float[width * height];
        var (greys, row) = (new float[pixels.Width], new float[width]);
        for (var y = 0; y < pixels.Height; y++)
        {
            Greys(pixels, y, greys);
            Array.Clear(row);
            for (var x = 0; x < greys.Length; x++)
            {
                var share = across[x];
                row[share.First] += greys[x] * share.Weight;
                if (share.Rest > 0)
                    row[share.First + 1] += greys[x] * share.Rest;
            }

            Add(row, values.AsSpan(down[y].First * width), down[y].Weight);
            if (down[y].Rest > 0)
                Add(row, values.AsSpan((down[y].First + 1) * width), down[y].Rest);
        }

        return new GreyPlane(width, height, values);
    }

    /// <summary>The mean of the square of <c>2 * radius + 1</c> pixels around each pixel, as far as it lies inside.</summary>
    internal GreyPlane Blur(int radius)
    {
        var (rows, values) = (new float[Values.Length], new float[Values.Length]);
        for (var y = 0; y < Height; y++)
        {
            var (sum, count) = (0f, 0);
            var line = Values.AsSpan(y * Width, Width);
            for (var x = -radius; x < Width; x++)
            {
                if (x + radius < Width)
                    (sum, count) = (sum + line[x + radius], count + 1);
                if (x - radius > 0)
                    (sum, count) = (sum - line[x - radius - 1], count - 1);
                if (x >= 0)
                    rows[(y * Width) + x] = sum / count;
            }
        }

        var (sums, lines) = (new float[Width], 0);
        for (var y = -radius; y < Height; y++)
        {
            if (y + radius < Height)
            {
                Add(rows.AsSpan((y + radius) * Width, Width), sums, 1);
                lines++;
            }

            if (y - radius > 0)
            {
                Add(rows.AsSpan((y - radius - 1) * Width, Width), sums, -1);
                lines--;
            }

            if (y < 0)
                continue;
            var to = values.AsSpan(y * Width, Width);
            var share = 1f / lines;
            for (var x = 0; x < Width; x++)
                to[x] = sums[x] * share;
        }

        return this with
        {
            Values = values,
        };
    }

    /// <summary>The same plane with other values, made of each value and its place.</summary>
    internal GreyPlane With(Func<float, int, float> make)
    {
        var values = new float[Values.Length];
        for (var at = 0; at < values.Length; at++)
            values[at] = make(Values[at], at);
        return this with { Values = values };
    }

    /// <summary>The value between pixels; not a number outside of the picture.</summary>
    internal float Between(float x, float y)
    {
        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        if (left < 0 || top < 0 || left >= Width - 1 || top >= Height - 1)
            return float.NaN;
        var (right, below, at) = (x - left, y - top, (top * Width) + left);
        var upper = Values[at] + ((Values[at + 1] - Values[at]) * right);
        var lower = Values[at + Width] + ((Values[at + Width + 1] - Values[at + Width]) * right);
        return upper + ((lower - upper) * below);
    }

    private static int Side(int side, double scale) => Math.Max(1, (int)Math.Round(side / scale));

    private static void Greys(PixelBuffer pixels, int y, float[] greys)
    {
        var row = pixels.Pixels.AsSpan(y * pixels.Width * pixels.Bands, pixels.Width * pixels.Bands);
        for (int x = 0, at = 0; x < greys.Length; x++, at += pixels.Bands)
        {
            var grey = (0.299f * row[at]) + (0.587f * row[at + 1]) + (0.114f * row[at + 2]);
            greys[x] = pixels.Bands == 4 ? 255 - ((255 - grey) * row[at + 3] / 255) : grey;
        }
    }

    private static void Add(ReadOnlySpan<float> from, Span<float> to, float weight)
    {
        for (var x = 0; x < from.Length; x++)
            to[x] += from[x] * weight;
    }

    // How much of one pixel goes to the smaller pixel First and to the one after it.
    private readonly record struct Share(int First, float Weight, float Rest)
    {
        internal static Share[] Of(int from, int to)
        {
            var shares = new Share[from];
            var ratio = to / (double)from;
            for (var place = 0; place < from; place++)
            {
                var (start, end) = (place * ratio, (place + 1) * ratio);
                var first = Math.Min(to - 1, (int)start);
                var rest = first + 1 < to ? Math.Max(0, end - (first + 1)) : 0;
                shares[place] = new Share(first, (float)(ratio - rest), rest < 1e-6 ? 0 : (float)rest);
            }

            return shares;
        }
    }
}
