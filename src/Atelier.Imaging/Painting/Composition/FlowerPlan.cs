using System.Numerics;
using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>Flowers over the ground, small specks far off and blossoms near by.</summary>
internal static class FlowerPlan
{
    public static void Add(Stage stage, List<Polygon> shapes)
    {
        var rng = stage.Scene.Random(120);
        var frame = stage.Frame;
        var count = stage.Sparse
            ? 9
            : (int)(900 * stage.Rules.Detail * stage.Rules.Detail * Curve.Lerp(0.4f, 1.6f, Curve.Unit(frame.Half)));
        var from = stage.HasWater ? 0.84f : 0.10f;
        int[] tones = [0xE84A5F, 0xF6C945, 0xF4F1EA, 0x9C6ADE];
        for (var i = 0; i < count; i++)
        {
            // Far ones first.
            var part = stage.Sparse ? 0.75f : (i + rng.Float()) / count;
            var near = from + ((1f - from) * part);
            var u = rng.Range(-frame.Half, frame.Half);
            var tone = stage.ColourOf(Thing.Flower, tones[rng.Int(tones.Length)]) * rng.Range(0.85f, 1.1f);
            var size = frame.Unit * Curve.Lerp(0.010f, 0.055f, near * near) * rng.Range(0.8f, 1.2f);
            Blossom(new Sketch(shapes, frame.X(u), stage.Below(near) + size, size), stage, tone, ref rng);
        }
    }

    private static void Blossom(Sketch sketch, Stage stage, Vector3 tone, ref Rng rng)
    {
        var stem = stage.Palette.Foliage * 0.9f;
        var lean = rng.Range(-0.12f, 0.12f);
        if (sketch.Pixels > 5f)
            sketch.Poly(stem, stem * 0.7f, -0.03f, -0.4f, 0.03f, -0.4f, lean + 0.02f, 0.8f, lean - 0.02f, 0.8f);
        if (sketch.Pixels < 12f)
        {
            sketch.Oval(lean, 0.85f, 0.22f, 0.17f, tone, tone * 0.8f);
            return;
        }
        for (var i = 0; i < 5; i++)
        {
            var turn = (i / 5f) + 0.05f;
            var px = lean + (0.14f * Curve.Cos(turn));
            var py = 0.85f + (0.10f * Curve.Sin(turn));
            sketch.Oval(px, py, 0.13f, 0.10f, tone, tone * 0.78f);
        }
        var heart = stage.Palette.Lit(new Vector3(0.98f, 0.82f, 0.30f));
        sketch.Oval(lean, 0.86f, 0.06f, 0.05f, heart, heart * 0.85f);
    }
}
