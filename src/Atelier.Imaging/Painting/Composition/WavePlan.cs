using System.Numerics;
using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Layers;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>The swell of a storm: crests with foam, larger towards the viewer.</summary>
internal static class WavePlan
{
    private const int Count = 7;

    /// <summary>Waves behind the boat, or (front) those before it.</summary>
    public static void Add(Stage stage, List<ILayer> layers, bool front)
    {
        for (var i = front ? 4 : 0; i < (front ? Count : 4); i++)
        {
            var near = (i + 1f) / Count;
            var seed = stage.Scene.Salt(150 + (uint)i);
            var frame = stage.Frame;
            var baseY = stage.Below(0.05f + (0.78f * near * near));
            var height = frame.Unit * (0.015f + (0.10f * near));
            var scale = Curve.Lerp(5.5f, 1.5f, near);
            var tops = Outline.Each(frame, u => baseY - (height * Crest(seed, (u * scale) + (i * 3.7f))));
            var own = Colour.Mix(stage.Palette.Haze, stage.Palette.Water, 0.35f + (0.55f * near));
            var look = new TerrainLook
            {
                Crest = Colour.Mix(own, stage.Palette.CloudLit, 0.30f),
                Foot = own * 0.50f,
                Depth = 0.05f + (0.20f * near),
                Relief = stage.Rules.Relief * 0.16f,
                GrainU = Curve.Lerp(16f, 7f, near),
                GrainV = Curve.Lerp(40f, 14f, near),
                Light = stage.Palette.CloudLit,
                Snow = stage.Palette.Lit(new Vector3(1.35f)),
                SnowLine = baseY - (height * 0.78f),
                Flat = stage.Rules.Flat,
            };
            layers.Add(new TerrainLayer(stage, tops, frame.Height, seed + 1, look));
        }
    }

    // Sharp above, round below, as water waves are.
    private static float Crest(uint seed, float at)
    {
        var wave = Noise.At(seed, at, 0.4f);
        var crest = 1f - MathF.Abs(wave * 1.6f);
        return (crest * crest * MathF.Sign(crest)) + (0.10f * Noise.Fractal(seed + 2, at * 4f, 0.7f, 3));
    }
}
