using System.Numerics;
using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Layers;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>Three rows of towers, highest in the middle, lit at night.</summary>
internal static class CityPlan
{
    private static readonly Vector3 Lamp = Colour.Hex(0xFFD98A);

    public static void Add(Stage stage, List<ILayer> layers)
    {
        var rows = stage.Sparse ? 1 : 3;
        if (stage.Palette.Darkness > 0.3f && !stage.Rules.Flat)
        {
            // The lamps of the streets light the air between the towers.
            var glow = Colour.Mix(stage.Palette.Haze, Lamp, 0.42f);
            var (y, reach) = (stage.HorizonY, 0.30f * stage.Frame.Unit);
            layers.Add(new MistLayer(stage.Frame, stage.Scene.Salt(65), y, reach, 0.6f, glow));
        }
        for (var i = 0; i < rows; i++)
            AddRow(stage, layers, (i + 1f) / rows, (uint)i);
    }

    private static void AddRow(Stage stage, List<ILayer> layers, float near, uint index)
    {
        var frame = stage.Frame;
        var palette = stage.Palette;
        var rng = stage.Scene.Random(60 + index);
        var foot = stage.HorizonY + (0.03f * frame.Unit);
        var towers = new List<SkylineLayer.Tower>();
        var shapes = new List<Polygon>();
        var air = (0.75f - (0.62f * near)) * stage.Rules.Haze;
        var night = palette.Darkness;
        for (var u = -frame.Half - 0.1f; u < frame.Half + 0.1f; )
        {
            var wide = rng.Range(0.040f, 0.095f) * (stage.Sparse ? 1.7f : 1f);
            var hump = 0.35f + (0.65f * Curve.Glow((u + (stage.LightU * 0.55f)) * 2.1f));
            var drawn = rng.Float();
            var tall = hump * (0.09f + (0.34f * drawn * drawn)) * Curve.Lerp(1.35f, 0.8f, near);
            var wall = Colour.Mix(palette.Wall, palette.Rock, rng.Float()) * rng.Range(0.75f, 1.05f);
            if (night > 0.5f)
                wall = Colour.Mix(wall * 0.8f, palette.Haze * 0.55f, 0.5f);
            var high = palette.Far(wall, air);
            var low = palette.Far(wall, air + 0.25f);
            var left = frame.X(u);
            var right = frame.X(u + wide);
            var top = foot - (tall * frame.Unit);
            var cell = frame.Unit * rng.Range(0.012f, 0.016f) * (stage.Rules.Flat ? 1.3f : 1f);
            var lit =
                stage.Sparse ? 0f
                : night > 0.3f ? rng.Range(0.25f, 0.6f)
                : 0.75f;
            towers.Add(new(left, right, top, cell, lit, air * 0.8f, high, low, (uint)rng.Next()));
            if (drawn > 0.72f)
                Spire(frame, shapes, left, right, top, high, ref rng);
            u += wide * rng.Range(0.75f, 1.1f);
        }
        var window = night > 0.3f ? Lamp : Colour.Mix(palette.Middle, palette.Wall * 0.5f, 0.45f);
        layers.Add(new ShapeLayer(frame, shapes));
        layers.Add(new SkylineLayer(towers, foot, window));
    }

    private static void Spire(
        Frame frame,
        List<Polygon> shapes,
        float left,
        float right,
        float top,
        Vector3 colour,
        ref Rng rng
    )
    {
        var sketch = new Sketch(shapes, (left + right) * 0.5f, top + 1f, right - left);
        var kind = rng.Int(3);
        if (kind == 0)
            sketch.Poly(colour, colour * 0.9f, -0.3f, 0f, 0.3f, 0f, 0f, 1.1f);
        if (kind == 1)
            sketch.Box(-0.32f, 0f, 0.32f, 0.35f, colour, colour);
        var thin = MathF.Max(0.02f, 0.0012f * frame.Unit / (right - left));
        sketch.Box(-thin, 0f, thin, kind == 0 ? 1.6f : 0.9f, colour, colour);
    }
}
