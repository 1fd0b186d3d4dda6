using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>Outlines of land: a row for each column.</summary>
internal static class Outline
{
    /// <param name="height">Units between the lowest valley and the highest peak.</param>
    /// <param name="scale">Peaks per unit.</param>
    public static float[] Mountains(Frame frame, uint seed, float baseY, float height, float scale) =>
        Each(
            frame,
            u =>
            {
                var sum = 0f;
                var weight = 0.62f;
                var at = (u * scale) + 40f;
                for (var i = 0; i < 6 && frame.Step * scale * (1 << i) < 0.6f; i++)
                {
                    var noise = Noise.At(seed + (uint)i, at, 0.37f);
                    var ridge = 1f - (noise < 0f ? -noise : noise);
                    sum += weight * (i < 3 ? ridge * ridge : (ridge * 1.1f) - 0.3f);
                    weight *= 0.44f;
                    at *= 2.07f;
                }
                return baseY - (height * frame.Unit * (sum - 0.25f));
            }
        );

    public static float[] Hills(Frame frame, uint seed, float baseY, float height, float scale) =>
        Each(
            frame,
            u => baseY - (height * frame.Unit * (0.5f + (0.8f * Noise.Fractal(seed, (u * scale) + 30f, 0.41f, 3))))
        );

    /// <summary>Long slopes on the one side, short ones on the other.</summary>
    public static float[] Dunes(Frame frame, uint seed, float baseY, float height, float scale, float side) =>
        Each(
            frame,
            u =>
            {
                var at = (u * scale) + (0.35f * Noise.At(seed, u * scale * 0.7f, 0.3f)) + ((seed & 1023) / 512f);
                var cell = MathF.Floor(at);
                var part = at - cell;
                if (side < 0f)
                    part = 1f - part;
                var rise = part < 0.72f ? part / 0.72f : (1f - part) / 0.28f;
                var tall = 0.45f + (0.55f * ((Rng.Hash(seed, (int)cell, 3) & 255) / 255f));
                return baseY - (height * frame.Unit * tall * rise * (2f - rise));
            }
        );

    public static float[] Each(Frame frame, Func<float, float> row)
    {
        var tops = new float[frame.Width];
        for (var x = 0; x < tops.Length; x++)
            tops[x] = row(frame.U(x));
        return tops;
    }
}
