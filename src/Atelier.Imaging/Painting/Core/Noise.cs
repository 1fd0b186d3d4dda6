namespace Atelier.Imaging.Painting.Core;

/// <summary>
/// Gradient noise. A whole row is filled at once: within a lattice cell the noise of one row is a blend of two straight
/// lines, so hashes are needed once per cell and not once per pixel.
/// </summary>
internal static class Noise
{
    private const float Gain = 1.6f;

    /// <summary>Noise of about -1..1 at one point.</summary>
    public static float At(uint seed, float u, float v)
    {
        var iu = (int)MathF.Floor(u);
        var iv = (int)MathF.Floor(v);
        var fu = u - iu;
        Edge(seed, iu, iv, v - iv, out var a0, out var b0);
        Edge(seed, iu + 1, iv, v - iv, out var a1, out var b1);
        var left = a0 + (b0 * fu);
        var right = a1 + (b1 * (fu - 1f));
        return Gain * (left + ((right - left) * Fade(fu)));
    }

    /// <summary>Sum of octaves at one point, about -1..1.</summary>
    public static float Fractal(uint seed, float u, float v, int octaves)
    {
        var sum = 0f;
        var weight = 0.55f;
        for (var i = 0; i < octaves; i++)
        {
            sum += weight * At(seed + ((uint)i * 977u), u, v);
            weight *= 0.5f;
            u *= 2.03f;
            v *= 2.03f;
        }
        return sum;
    }

    /// <summary>Fills a row with the sum of octaves at (u0 + x * du, v). Octaves finer than two pixels are left out.</summary>
    public static void FillRow(Span<float> row, uint seed, float u0, float du, float v, int octaves)
    {
        row.Clear();
        var weight = 0.55f;
        for (var i = 0; i < octaves && du < 0.6f; i++)
        {
            AddOctave(row, seed + ((uint)i * 977u), u0, du, v, weight * Gain * Curve.Unit((0.6f - du) * 5f));
            weight *= 0.5f;
            u0 *= 2.03f;
            du *= 2.03f;
            v *= 2.03f;
        }
    }

    private static void AddOctave(Span<float> row, uint seed, float u0, float du, float v, float weight)
    {
        var iv = (int)MathF.Floor(v);
        var fv = v - iv;
        var cell = int.MinValue;
        float a0 = 0f,
            b0 = 0f,
            a1 = 0f,
            b1 = 0f;
        for (var x = 0; x < row.Length; x++)
        {
            var u = u0 + (x * du);
            var iu = (int)u;
            if (u < iu)
                iu--;
            if (iu != cell)
            {
                Edge(seed, iu, iv, fv, out a0, out b0);
                Edge(seed, iu + 1, iv, fv, out a1, out b1);
                cell = iu;
            }
            var fu = u - iu;
            var left = a0 + (b0 * fu);
            var right = a1 + (b1 * (fu - 1f));
            row[x] += weight * (left + ((right - left) * Fade(fu)));
        }
    }

    /// <summary>The two corners of one cell side, blended at height fv, as a line a + b * distance.</summary>
    private static void Edge(uint seed, int iu, int iv, float fv, out float a, out float b)
    {
        var top = Rng.Hash(seed, iu, iv);
        var low = Rng.Hash(seed, iu, iv + 1);
        var t = Fade(fv);
        var topA = Gradient(top >> 16) * fv;
        var lowA = Gradient(low >> 16) * (fv - 1f);
        a = topA + ((lowA - topA) * t);
        b = Curve.Lerp(Gradient(top & 0xFFFF), Gradient(low & 0xFFFF), t);
    }

    private static float Gradient(uint bits) => (bits * (2f / 65535f)) - 1f;

    private static float Fade(float t) => t * t * t * ((t * ((t * 6f) - 15f)) + 10f);
}
