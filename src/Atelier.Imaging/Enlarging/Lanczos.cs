using System.Numerics;
using System.Runtime.CompilerServices;
using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Enlarging;

/// <summary>Brings pictures to another size by Lanczos' window of three lobes, which libvips uses for shrinking only.</summary>
internal static class Lanczos
{
    private const int Lobes = 3;

    /// <summary>The picture in exactly that size. Colours that nobody sees do not bleed in.</summary>
    public static PixelBuffer Scale(PixelBuffer source, int width, int height, Rows rows)
    {
        var (bands, across, down) = (source.Bands, Taps.Of(source.Width, width), Taps.Of(source.Height, height));
        var middle = GC.AllocateUninitializedArray<float>(source.Height * width * bands);
        rows.Each(
            source.Height,
            () => new float[source.Width * bands],
            (y, line) => Across(source, y, line, middle.AsSpan(y * width * bands, width * bands), across)
        );
        var pixels = GC.AllocateUninitializedArray<byte>(width * height * bands);
        rows.Each(
            height,
            () => new float[width * bands],
            (y, line) =>
            {
                Down(middle, line, down, y);
                Settle(line, pixels.AsSpan(y * width * bands, width * bands), bands);
            }
        );
        return new PixelBuffer(width, height, bands, pixels);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Across(PixelBuffer source, int y, float[] line, Span<float> to, Taps taps)
    {
        var bands = source.Bands;
        var from = source.Pixels.AsSpan(y * line.Length, line.Length);
        for (var at = 0; at < line.Length; at++)
            line[at] = bands == 4 && at % 4 != 3 ? from[at] * from[at | 3] / 255f : from[at];
        for (var x = 0; x < to.Length / bands; x++)
        {
            var (start, weights) = taps[x];
            for (var band = 0; band < bands; band++)
            {
                var sum = 0f;
                for (var tap = 0; tap < weights.Length; tap++)
                    sum += line[(Math.Clamp(start + tap, 0, source.Width - 1) * bands) + band] * weights[tap];
                to[(x * bands) + band] = sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Down(float[] middle, float[] line, Taps taps, int y)
    {
        var (start, weights) = taps[y];
        var rows = middle.Length / line.Length;
        line.AsSpan().Clear();
        for (var tap = 0; tap < weights.Length; tap++)
        {
            var from = middle.AsSpan(Math.Clamp(start + tap, 0, rows - 1) * line.Length, line.Length);
            var weight = weights[tap];
            var at = 0;
            for (; at <= line.Length - Vector<float>.Count; at += Vector<float>.Count)
            {
                var product = new Vector<float>(from[at..]) * weight;
                (new Vector<float>(line, at) + product).CopyTo(line, at);
            }

            for (; at < line.Length; at++)
            {
                var product = from[at] * weight;
                line[at] += product;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Settle(float[] line, Span<byte> to, int bands)
    {
        for (var at = 0; at < line.Length; at++)
        {
            var value = line[at];
            if (bands == 4 && at % 4 != 3)
                value = line[at | 3] > 0.5f ? value * 255f / line[at | 3] : 0f;
            to[at] = (byte)Math.Clamp(value + 0.5f, 0f, 255f);
        }
    }

    /// <summary>For each new place, where to begin to read and how much each of what is read counts.</summary>
    private sealed class Taps((int Start, float[] Weights)[] all)
    {
        public (int Start, float[] Weights) this[int place] => all[place];

        public static Taps Of(int from, int to)
        {
            var scale = (double)from / to;
            var reach = Lobes * Math.Max(1.0, scale);
            var all = new (int, float[])[to];
            for (var place = 0; place < to; place++)
            {
                var centre = ((place + 0.5) * scale) - 0.5;
                var start = (int)Math.Floor(centre - reach) + 1;
                var count = (int)Math.Floor(centre + reach) - start + 1;
                var weights = new double[count];
                for (var tap = 0; tap < count; tap++)
                    weights[tap] = Window((start + tap - centre) / Math.Max(1.0, scale));
                var sum = weights.Sum();
                all[place] = (start, [.. weights.Select(weight => (float)(weight / sum))]);
            }

            return new Taps(all);
        }

        private static double Window(double far) =>
            far == 0 ? 1
            : Math.Abs(far) >= Lobes ? 0
            : Sinc(far) * Sinc(far / Lobes);

        private static double Sinc(double far) => Math.Sin(Math.PI * far) / (Math.PI * far);
    }
}
