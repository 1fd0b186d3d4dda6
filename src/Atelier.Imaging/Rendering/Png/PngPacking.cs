using System.IO.Compression;

namespace Atelier.Imaging.Rendering.Png;

/// <summary>
/// How hard to look for repetitions. In photos there are none: leaving the search out takes a quarter of the time and,
/// as every symbol then is a byte, makes the file smaller too.
/// </summary>
internal static class PngPacking
{
    // Shares of bytes that were guessed exactly. Below the first no search ever paid; above the second a full one may.
    private const double Grainy = 0.2;
    private const double Flat = 0.5;
    private const int SearchLevel = 4;

    // One row of so many is looked at.
    private const int SampledRows = 16;

    // Tried on bands of so many rows, one a distance: a thirty-second of the picture, high enough to hold repetitions.
    private const int BandRows = 8;
    private const int BandDistance = 256;

    internal static ZLibCompressionOptions Choose(PngRows rows)
    {
        var guessed = GuessedShare(rows);
        if (guessed < Grainy)
            return Options(ZLibCompressionStrategy.HuffmanOnly);

        var sample = Sample(rows);
        ReadOnlySpan<ZLibCompressionStrategy> possible =
            guessed < Flat
                ? [ZLibCompressionStrategy.HuffmanOnly, ZLibCompressionStrategy.RunLengthEncoding]
                :
                [
                    ZLibCompressionStrategy.HuffmanOnly,
                    ZLibCompressionStrategy.RunLengthEncoding,
                    ZLibCompressionStrategy.Default,
                ];
        var (best, least) = (possible[0], long.MaxValue);
        foreach (var strategy in possible)
        {
            var size = SizeOf(sample, strategy);
            if (size < least)
                (best, least) = (strategy, size);
        }

        return Options(best);
    }

    private static ZLibCompressionOptions Options(ZLibCompressionStrategy strategy) =>
        new() { CompressionLevel = SearchLevel, CompressionStrategy = strategy };

    private static double GuessedShare(PngRows rows)
    {
        var filtered = new byte[rows.FilteredStride];
        var (zeros, count) = (0L, 0L);
        for (var y = rows.Height % SampledRows / 2; y < rows.Height; y += SampledRows)
        {
            rows.Filter(y, filtered);
            zeros += filtered.AsSpan(1).Count((byte)0);
            count += rows.Stride;
        }

        return (double)zeros / count;
    }

    private static byte[] Sample(PngRows rows)
    {
        var bands = (rows.Height + BandDistance - 1) / BandDistance;
        var sample = new byte[bands * BandRows * rows.FilteredStride];
        var filled = 0;
        for (var band = 0; band < bands; band++)
        {
            var middle = (int)((band + 0.5) * rows.Height / bands);
            for (var y = middle; y < Math.Min(middle + BandRows, rows.Height); y++)
            {
                rows.Filter(y, sample.AsSpan(filled, rows.FilteredStride));
                filled += rows.FilteredStride;
            }
        }

        return sample[..filled];
    }

    private static long SizeOf(byte[] sample, ZLibCompressionStrategy strategy)
    {
        using var packed = new MemoryStream(sample.Length);
        using (var packing = new ZLibStream(packed, Options(strategy), leaveOpen: true))
            packing.Write(sample);
        return packed.Length;
    }
}
