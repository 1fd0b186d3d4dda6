namespace Atelier.Imaging.Pipeline;

/// <summary>
/// Writes the ThumbHash format: the lowest frequencies of a small picture in some 25 bytes. The format is Evan Wallace's
/// (https://evanw.github.io/thumbhash/); this is an implementation of our own.
/// </summary>
internal static class ThumbHash
{
    /// <summary>The most pixels the format's encoders take for a side.</summary>
    internal const int MaxSide = 100;

    private const int ColourTerms = 3;
    private const int AlphaTerms = 5;

    /// <exception cref="ArgumentException">A side is longer than <see cref="MaxSide"/>.</exception>
    internal static byte[] Encode(PixelBuffer picture)
    {
        if (picture.Width > MaxSide || picture.Height > MaxSide)
            throw new ArgumentException($"A side may have {MaxSide} pixels at most.", nameof(picture));

        var planes = ThumbHashPlanes.Of(picture);
        var longer = Math.Max(picture.Width, picture.Height);
        var limit = planes.HasAlpha ? 5 : 7;
        var (across, down) = (Terms(limit, picture.Width, longer), Terms(limit, picture.Height, longer));
        var isLandscape = picture.Width > picture.Height;

        var light = Channel(planes.Light, Math.Max(3, across), Math.Max(3, down));
        var yellow = Channel(planes.YellowBlue, ColourTerms, ColourTerms);
        var red = Channel(planes.RedGreen, ColourTerms, ColourTerms);

        var first =
            Level(63, light.Mean)
            | Signed(yellow.Mean) << 6
            | Signed(red.Mean) << 12
            | Level(31, light.Scale) << 18
            | (planes.HasAlpha ? 1 << 23 : 0);
        var second =
            (isLandscape ? down : across)
            | Level(63, yellow.Scale) << 3
            | Level(63, red.Scale) << 9
            | (isLandscape ? 1 << 15 : 0);
        List<byte> hash = [(byte)first, (byte)(first >> 8), (byte)(first >> 16), (byte)second, (byte)(second >> 8)];
        if (!planes.HasAlpha)
            return Pack(hash, [.. light.Terms, .. yellow.Terms, .. red.Terms]);

        var alpha = Channel(planes.Alpha, AlphaTerms, AlphaTerms);
        hash.Add((byte)(Level(15, alpha.Mean) | Level(15, alpha.Scale) << 4));
        return Pack(hash, [.. light.Terms, .. yellow.Terms, .. red.Terms, .. alpha.Terms]);

        ThumbHashChannel Channel(double[] plane, int acrossTerms, int downTerms) =>
            ThumbHashChannel.Of(plane, picture.Width, picture.Height, acrossTerms, downTerms);
    }

    // Two terms share a byte, the earlier one in its lower half.
    private static byte[] Pack(List<byte> hash, double[] terms)
    {
        for (var at = 0; at < terms.Length; at += 2)
            hash.Add((byte)(Level(15, terms[at]) | (at + 1 < terms.Length ? Level(15, terms[at + 1]) << 4 : 0)));
        return [.. hash];
    }

    private static int Terms(int limit, int side, int longer) => Math.Max(1, Round((double)limit * side / longer));

    private static int Level(int most, double share) => Round(most * share);

    private static int Signed(double share) => Round(31.5 + 31.5 * share);

    // Half goes up, as the format's own encoder has it.
    private static int Round(double value) => (int)Math.Floor(value + 0.5);
}
