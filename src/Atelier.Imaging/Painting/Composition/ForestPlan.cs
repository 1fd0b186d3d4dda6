using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Layers;
using Atelier.Imaging.Painting.Subjects;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>Rows of trees, from pale and small to dark and tall.</summary>
internal static class ForestPlan
{
    /// <summary>Rows behind the ground.</summary>
    public static void AddFar(Stage stage, List<ILayer> layers)
    {
        if (stage.Sparse)
            return;
        for (var i = 0; i < 4; i++)
        {
            var near = i / 3f;
            var air = (0.80f - (0.62f * near)) * stage.Rules.Haze;
            Row(stage, layers, 80 + (uint)i, stage.Below(0.02f + (0.05f * near)), Curve.Lerp(0.20f, 0.40f, near), air);
            if (stage.Scene.Is(Mood.Fog) || stage.Time is Mood.Dawn)
                layers.Add(Mist(stage, 85 + (uint)i, stage.Scene.Is(Mood.Fog) ? 0.8f : 0.4f));
        }
    }

    /// <summary>A dark shore with two rows, behind water.</summary>
    public static void AddShore(Stage stage, List<ILayer> layers)
    {
        var frame = stage.Frame;
        var palette = stage.Palette;
        var tops = Outline.Hills(frame, stage.Scene.Salt(90), stage.HorizonY, 0.03f, 1.6f);
        var own = palette.Far(Colour.Mix(palette.Grass, palette.Foliage, 0.6f) * 0.7f, 0.2f);
        var look = new TerrainLook
        {
            Crest = own,
            Foot = own * 0.8f,
            Depth = 0.05f,
        };
        if (!stage.Sparse)
        {
            var tall = stage.Scene.HasAny(Thing.Forest, Thing.Tree) ? 0.14f : 0.055f;
            Row(stage, layers, 91, stage.HorizonY, tall, 0.45f * stage.Rules.Haze);
            Row(stage, layers, 92, stage.HorizonY + (0.004f * frame.Unit), tall * 0.8f, 0.22f * stage.Rules.Haze);
        }
        layers.Add(new TerrainLayer(stage, tops, stage.HorizonY + 1f, stage.Scene.Salt(93), look));
        if (stage.Scene.Is(Mood.Fog))
            layers.Add(Mist(stage, 94, 0.7f));
    }

    /// <summary>Trees before the viewer: frames of a forest, or the single tree that was asked for.</summary>
    public static void AddNear(Stage stage, List<ILayer> layers)
    {
        var scene = stage.Scene;
        var shapes = new List<Polygon>();
        if (scene.Has(Thing.Forest) && !stage.HasWater)
            Frame(stage, shapes);
        if (scene.Has(Thing.Tree) || (scene.Has(Thing.Forest) && stage.Sparse && !stage.HasWater))
            Single(stage, shapes);
        if (scene.Has(Thing.Palm))
            Palms(stage, shapes);
        layers.Add(new ShapeLayer(stage.Frame, shapes));
    }

    private static void Row(Stage stage, List<ILayer> layers, uint salt, float baseY, float height, float air)
    {
        var frame = stage.Frame;
        var rng = stage.Scene.Random(salt);
        var shapes = new List<Polygon>();
        var step = height * Curve.Lerp(0.42f, 0.20f, stage.Rules.Detail);
        for (var u = -frame.Half - height; u < frame.Half + height; u += step * rng.Range(0.6f, 1.4f))
        {
            var size = height * rng.Range(0.62f, 1.08f) * frame.Unit;
            var y = baseY + (rng.Range(0f, 0.012f) * frame.Unit);
            Tree(stage, new Sketch(shapes, frame.X(u), y, size, rng.Chance(0.5f)), air, ref rng);
        }
        layers.Add(new ShapeLayer(frame, shapes));
    }

    private static void Frame(Stage stage, List<Polygon> shapes)
    {
        if (stage.Sparse)
            return;
        var frame = stage.Frame;
        var rng = stage.Scene.Random(96);
        for (var i = 0; i < 12; i++)
        {
            // Both sides, the middle stays open; near ones last, tall and low.
            var near = (i + 1f) / 12f;
            var side = i % 2 == 0 ? 1f : -1f;
            var u = side * frame.Half * Curve.Lerp(0.42f, 0.95f, (near * 0.6f) + (0.4f * rng.Float()));
            if (MathF.Abs(u - stage.Stand.U) < 0.22f && near > 0.3f)
                u = side * frame.Half * 0.95f;
            var size = Curve.Lerp(0.36f, 0.92f, near * near) * rng.Range(0.9f, 1.1f) * frame.Unit;
            var y = stage.Below(Curve.Lerp(0.12f, 0.72f, near * near));
            Tree(
                stage,
                new Sketch(shapes, frame.X(u), y, size * 0.88f, rng.Chance(0.5f)),
                0.12f * (1f - near),
                ref rng
            );
        }
    }

    private static void Single(Stage stage, List<Polygon> shapes)
    {
        var rng = stage.Scene.Random(97);
        var frame = stage.Frame;
        var count = stage.Sparse ? 1 : 3;
        for (var i = 0; i < count; i++)
        {
            var last = i == count - 1;
            var u = last ? stage.Stand.U : stage.Stand.U + (rng.Range(0.25f, 0.75f) * stage.LightSide);
            var size = (last ? 0.55f : rng.Range(0.16f, 0.26f)) * frame.Unit;
            var y = last || stage.HasWater ? stage.Stand.Y : stage.Below(rng.Range(0.12f, 0.25f));
            if (!last && stage.HasWater)
                continue;
            Tree(stage, new Sketch(shapes, frame.X(u), y, size), 0f, ref rng);
        }
    }

    private static void Palms(Stage stage, List<Polygon> shapes)
    {
        var rng = stage.Scene.Random(98);
        var frame = stage.Frame;
        for (var i = 0; i < (stage.Sparse ? 1 : 3); i++)
        {
            var u = stage.Stand.U + (stage.LightSide * 0.19f * (i - 1));
            var sketch = new Sketch(
                shapes,
                frame.X(u),
                stage.Stand.Y + (0.02f * i * frame.Unit),
                rng.Range(0.48f, 0.66f) * frame.Unit,
                // All lean towards the water, the outer ones less.
                stage.LightSide < 0f
            );
            Trees.Palm(sketch, stage.Palette.Foliage * 1.15f, stage.Palette.Lit(Colour.Hex(0x8A6B4C)), ref rng);
        }
    }

    private static void Tree(Stage stage, Sketch sketch, float air, ref Rng rng)
    {
        var palette = stage.Palette;
        var scene = stage.Scene;
        var leafy = scene.Has(Thing.Tree) && !scene.Has(Thing.Forest);
        leafy |= scene.Is(Mood.Autumn) || scene.Is(Mood.Spring) || scene.Is(Mood.Summer);
        leafy = leafy && !stage.Winter && rng.Chance(0.88f);
        var tone = rng.Range(0.82f, 1.12f);
        if (stage.Sparse)
        {
            var plain = Colour.Mix(palette.Foliage, palette.Haze, 0.1f);
            Trees.Plain(sketch, plain, palette.Lit(Colour.Hex(0x4A3A30)), leafy);
            return;
        }
        if (leafy)
        {
            var leaves = Colour.Mix(palette.Foliage, palette.FoliageAlt, rng.Float()) * tone;
            var bark = palette.Lit(Colour.Hex(0x4A3A30));
            Trees.Broadleaf(
                sketch,
                palette.Far(leaves, air),
                palette.Far(bark, air),
                palette.Far(palette.Light, air),
                stage.LightSide,
                ref rng
            );
            return;
        }
        // Conifers stay green when leaves turn, unless a colour was said.
        var green = scene.Is(Mood.Autumn) && !scene.ColourOf.ContainsKey(Thing.Forest);
        var own = (green ? palette.Lit(Colour.Hex(0x3C5A36)) : palette.Foliage) * tone;
        var lit = stage.Winter ? Colour.Mix(own, palette.Snow, 0.92f) : own * 1.5f;
        Trees.Conifer(sketch, palette.Far(own * 0.85f, air), palette.Far(lit, air), ref rng);
    }

    private static MistLayer Mist(Stage stage, uint salt, float strength) =>
        new(
            stage.Frame,
            stage.Scene.Salt(salt),
            stage.Below(0.02f),
            0.10f * stage.Frame.Unit,
            stage.Rules.Flat ? strength * 0.4f : strength,
            stage.Palette.Haze
        );
}
