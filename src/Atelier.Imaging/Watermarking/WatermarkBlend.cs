namespace Atelier.Imaging.Watermarking;

/// <summary>Lays ink over pixels: first the dark edge, then the white letters.</summary>
internal static class WatermarkBlend
{
    private const double LetterOpacity = 0.7;
    private const double EdgeOpacity = 0.7;

    // A blur spreads the ink thin; this brings the dark right up to the letters.
    private const double EdgeGain = 2.8;

    internal static void Over(PixelBuffer pixels, WatermarkInk ink)
    {
        for (var pixel = 0; pixel < ink.Letters.Length; pixel++)
        {
            var edge = EdgeOpacity * Math.Min(1, EdgeGain * ink.Edge[pixel] / byte.MaxValue);
            var letter = LetterOpacity * ink.Letters[pixel] / byte.MaxValue;
            if (edge + letter > 0)
                Over(pixels.Pixels.AsSpan(pixel * pixels.Bands, pixels.Bands), edge, letter);
        }
    }

    private static void Over(Span<byte> pixel, double edge, double letter)
    {
        var under = pixel.Length == 4 ? pixel[3] / (double)byte.MaxValue : 1;
        // What each of the three layers adds to the light that comes through.
        var kept = under * (1 - edge) * (1 - letter);
        var alpha = 1 - (1 - under) * (1 - edge) * (1 - letter);
        foreach (ref var colour in pixel[..3])
            colour = (byte)Math.Round((colour * kept + byte.MaxValue * letter) / alpha);
        if (pixel.Length == 4)
            pixel[3] = (byte)Math.Round(byte.MaxValue * alpha);
    }
}
