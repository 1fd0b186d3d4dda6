using System.IO.Compression;

namespace Atelier.Imaging.Rendering.Png;

/// <summary>
/// How hard to look for repetitions. In photos there are none: leaving the search out takes a quarter of the time and,
/// as every symbol then is a byte, makes the file smaller too.
/// </summary>
internal static class PngPacking
{
    // Shares of bytes that were guessed exactly.
    private const double Grainy = 0.2;
    private const double Flat = 0.5;
    private const int SearchLevel = 4;

    // One row of so many is looked at.
    private const int SampledRows = 16;

    internal static ZLibCompressionOptions Choose(PngRows rows)
    {
        var guessed = GuessedShare(rows);
        return new ZLibCompressionOptions
        {
            CompressionLevel = SearchLevel,
            CompressionStrategy =
                guessed < Grainy ? ZLibCompressionStrategy.HuffmanOnly
                : guessed < Flat ? ZLibCompressionStrategy.RunLengthEncoding
                : ZLibCompressionStrategy.Default,
        };
    }

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
}
