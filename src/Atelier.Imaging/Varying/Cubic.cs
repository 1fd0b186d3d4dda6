using System.Runtime.CompilerServices;

namespace Atelier.Imaging.Varying;

/// <summary>Reads a picture between its pixels, by the curve of Catmull and Rom through the sixteen around.</summary>
internal static class Cubic
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sample(PixelBuffer picture, float x, float y, Span<byte> to)
    {
        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        Span<float> across = stackalloc float[4];
        Span<float> down = stackalloc float[4];
        Weights(x - left, across);
        Weights(y - top, down);
        Span<float> sums = stackalloc float[4];
        sums.Clear();
        for (var row = 0; row < 4; row++)
        {
            var start = Math.Clamp(top + row - 1, 0, picture.Height - 1) * picture.Width;
            for (var column = 0; column < 4; column++)
            {
                var from = (start + Math.Clamp(left + column - 1, 0, picture.Width - 1)) * picture.Bands;
                var weight = down[row] * across[column];
                var seen = picture.Bands == 4 ? weight * picture.Pixels[from + 3] / 255f : weight;
                sums[0] += seen * picture.Pixels[from];
                sums[1] += seen * picture.Pixels[from + 1];
                sums[2] += seen * picture.Pixels[from + 2];
                sums[3] += seen;
            }
        }

        var whole = MathF.Max(1e-4f, sums[3]);
        for (var band = 0; band < 3; band++)
            to[band] = Round(sums[band] / whole);
        if (to.Length == 4)
            to[3] = Round(sums[3] * 255f);
    }

    private static byte Round(float value) => (byte)Math.Clamp(value + 0.5f, 0f, 255f);

    private static void Weights(float at, Span<float> weights)
    {
        var (square, cube) = (at * at, at * at * at);
        weights[0] = ((-cube) + (2f * square) - at) / 2f;
        weights[1] = ((3f * cube) - (5f * square) + 2f) / 2f;
        weights[2] = ((-3f * cube) + (4f * square) + at) / 2f;
        weights[3] = (cube - square) / 2f;
    }
}
