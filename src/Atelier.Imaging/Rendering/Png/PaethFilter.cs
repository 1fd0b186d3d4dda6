using System.Runtime.Intrinsics;

namespace Atelier.Imaging.Rendering.Png;

/// <summary>
/// PNG's filter 4: each byte becomes its difference to the best guess of its three neighbours. All of them are given
/// when one encodes, so a vector of bytes is done at a time.
/// </summary>
internal static class PaethFilter
{
    /// <summary>The filter's number in a row's first byte.</summary>
    internal const byte Number = 4;

    /// <param name="row">The bytes of a row.</param>
    /// <param name="above">Those of the row above; zeros for the first one.</param>
    /// <param name="bands">Bytes of a pixel.</param>
    /// <param name="target">As long as the row.</param>
    internal static void Apply(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int bands, Span<byte> target)
    {
        var at = 0;
        for (; at < bands; at++)
            target[at] = (byte)(row[at] - above[at]);

        for (; at <= row.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var guess = Guess(
                Vector256.Create(row[(at - bands)..]),
                Vector256.Create(above[at..]),
                Vector256.Create(above[(at - bands)..])
            );
            (Vector256.Create(row[at..]) - guess).CopyTo(target[at..]);
        }

        for (; at < row.Length; at++)
            target[at] = (byte)(row[at] - Guess(row[at - bands], above[at], above[at - bands]));
    }

    private static byte Guess(byte left, byte up, byte corner)
    {
        var (toLeft, toUp) = (Math.Abs(up - corner), Math.Abs(left - corner));
        var toCorner = Math.Abs(left + up - 2 * corner);
        return toLeft <= toUp && toLeft <= toCorner ? left
            : toUp <= toCorner ? up
            : corner;
    }

    private static Vector256<byte> Guess(Vector256<byte> left, Vector256<byte> up, Vector256<byte> corner)
    {
        var (toLeft, toUp) = (Distance(up, corner), Distance(left, corner));
        // Both neighbours on one side of the corner: their distances add up (what does not fit a byte is the largest
        // anyway); on two sides: they take from each other.
        var sameSide = Vector256.Equals(
            Vector256.GreaterThanOrEqual(left, corner),
            Vector256.GreaterThanOrEqual(up, corner)
        );
        var toCorner = Vector256.ConditionalSelect(
            sameSide,
            Vector256.AddSaturate(toLeft, toUp),
            Distance(toLeft, toUp)
        );
        return Vector256.ConditionalSelect(
            Vector256.LessThanOrEqual(toLeft, Vector256.Min(toUp, toCorner)),
            left,
            Vector256.ConditionalSelect(Vector256.LessThanOrEqual(toUp, toCorner), up, corner)
        );
    }

    private static Vector256<byte> Distance(Vector256<byte> a, Vector256<byte> b) =>
        Vector256.Max(a, b) - Vector256.Min(a, b);
}
