using System.Numerics;
using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Subjects;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>The things a picture is about, where the ground lets them stand.</summary>
internal static class SubjectPlan
{
    public static void Add(Stage stage, List<ILayer> layers)
    {
        var shapes = new List<Polygon>();
        var scene = stage.Scene;
        if (scene.Has(Thing.Balloon))
            Balloons(stage, shapes);
        if (scene.Has(Thing.Bird) || (stage.Rules.Detail > 0.9f && scene.Has(Thing.Sea) && !scene.Is(Mood.Storm)))
            Birds(stage, shapes);
        if (scene.Has(Thing.Boat))
            Boat(stage, shapes);
        if (scene.HasAny(Thing.House, Thing.Village, Thing.Lighthouse, Thing.Castle))
            Homes(stage, shapes);
        if (scene.HasAny(Thing.Flower) || (scene.Has(Thing.Field) && scene.Is(Mood.Spring)))
            FlowerPlan.Add(stage, shapes);
        if (scene.Has(Thing.Deer))
            Deer(stage, shapes);
        if (scene.Has(Thing.Fox))
            Fox(stage, shapes);
        layers.Add(new ShapeLayer(stage.Frame, shapes));
    }

    private static void Balloons(Stage stage, List<Polygon> shapes)
    {
        var rng = stage.Scene.Random(110);
        var count = stage.Sparse ? 1 : 5;
        int[] tones = [0xD8432F, 0xF0A830, 0x2F7FB8, 0x7A4FA8, 0x3F9B6A];
        for (var i = 0; i < count; i++)
        {
            var near = (i + 1f) / count;
            // Five places across, taken in an order that keeps near ones apart.
            var place = ((((i * 2) + 3) % 5) - 2 + rng.Range(-0.3f, 0.3f)) * 0.36f;
            var u = count == 1 ? -stage.LightU : place * MathF.Min(1f, stage.Frame.Half);
            var y = stage.HorizonY - (stage.Frame.Unit * rng.Range(0.06f, 0.30f));
            var air = 0.45f * (1f - near) * stage.Rules.Haze;
            var first = stage.Palette.Far(stage.ColourOf(Thing.Balloon, tones[i % tones.Length]), air);
            var second = stage.Palette.Far(stage.Palette.Lit(new Vector3(0.97f, 0.92f, 0.80f)), air);
            var size = Curve.Lerp(0.07f, 0.26f, near * near) * stage.Frame.Unit;
            Vessels.Balloon(new Sketch(shapes, stage.Frame.X(u), y, size), first, second);
        }
    }

    private static void Birds(Stage stage, List<Polygon> shapes)
    {
        var rng = stage.Scene.Random(111);
        var colour = stage.Scene.ColourOf.TryGetValue(Thing.Bird, out var said)
            ? stage.Palette.Lit(said)
            : Colour.Mix(stage.Palette.Zenith * 0.25f, stage.Palette.Rock * 0.3f, 0.5f);
        var middle = -stage.LightU * 0.5f;
        for (var i = 0; i < (stage.Sparse ? 3 : 9); i++)
        {
            var u = middle + rng.Range(-0.28f, 0.28f);
            var y = stage.HorizonY - (stage.Frame.Unit * rng.Range(0.16f, 0.42f));
            var size = rng.Range(0.012f, 0.026f) * stage.Frame.Unit;
            Animals.Bird(new Sketch(shapes, stage.Frame.X(u), y, size, rng.Chance(0.5f)), colour, rng.Float());
        }
    }

    private static void Boat(Stage stage, List<Polygon> shapes)
    {
        if (!stage.HasWater)
            return;
        var u = -stage.LightU * 0.45f;
        var y = stage.Below(0.30f);
        var size = 0.36f * stage.Frame.Unit;
        var sail = stage.ColourOf(Thing.Boat, 0xF4EFE4);
        var hull = stage.Palette.Lit(Colour.Hex(0x8A3B2C));
        // Its mirror image first, upside down and broken into the colour of the water.
        var mirrored = new List<Polygon>();
        var water = stage.Palette.Water;
        var image = new Sketch(mirrored, stage.Frame.X(u), y, -size, stage.LightSide > 0f);
        Vessels.Boat(image, Colour.Mix(sail, water, 0.72f), Colour.Mix(hull, water, 0.6f));
        if (!stage.Scene.Is(Mood.Storm))
            shapes.AddRange(mirrored);
        var tilt = stage.Scene.Is(Mood.Storm) ? 0.16f * stage.LightSide : 0f;
        Vessels.Boat(new Sketch(shapes, stage.Frame.X(u), y, size, stage.LightSide < 0f, tilt), sail, hull);
    }

    private static void Homes(Stage stage, List<Polygon> shapes)
    {
        var scene = stage.Scene;
        var palette = stage.Palette;
        var window = palette.Darkness > 0.3f ? Colour.Hex(0xFFD37A) : palette.Lit(Colour.Hex(0x6F8796));
        var unit = stage.Frame.Unit;
        var (u, y) = stage.Stand;
        if (scene.Has(Thing.Castle))
        {
            var roof = stage.ColourOf(Thing.Castle, 0x53607E);
            var foot = stage.HasWater ? y : stage.Below(0.10f);
            Buildings.Castle(
                new Sketch(shapes, stage.Frame.X(u), foot, 0.42f * unit),
                palette.Wall * 0.95f,
                roof,
                window
            );
        }
        if (scene.Has(Thing.Lighthouse))
        {
            var stripe = stage.ColourOf(Thing.Lighthouse, 0xC23B30);
            var wall = palette.Lit(new Vector3(0.95f, 0.94f, 0.90f));
            Buildings.Lighthouse(
                new Sketch(shapes, stage.Frame.X(u), y, 0.50f * unit),
                wall,
                stripe,
                Colour.Hex(0xFFF0B0)
            );
        }
        if (scene.Has(Thing.Village))
            Village(stage, shapes, window);
        if (scene.Has(Thing.House))
        {
            var wall = stage.ColourOf(Thing.House, 0xA87850);
            var roof = stage.Winter ? Colour.Mix(palette.Snow, palette.Wall, 0.1f) : palette.Lit(Colour.Hex(0x5F3A33));
            var shift = scene.HasAny(Thing.Castle, Thing.Lighthouse) ? stage.LightSide * 0.3f : 0f;
            var foot = stage.HasWater ? y : stage.Below(0.34f);
            Buildings.House(new Sketch(shapes, stage.Frame.X(u + shift), foot, 0.27f * unit), wall, roof, window);
        }
    }

    private static void Village(Stage stage, List<Polygon> shapes, Vector3 window)
    {
        var rng = stage.Scene.Random(113);
        int[] walls = [0xA87850, 0xD8C4A0, 0xB5583F, 0xC9BBA8];
        var count = stage.Sparse ? 2 : 8;
        for (var i = 0; i < count; i++)
        {
            var near = (i + 1f) / count;
            var u =
                ((((i * 3) % 8) / 3.5f) - 1f + rng.Range(-0.08f, 0.08f)) * MathF.Min(stage.Frame.Half, 0.85f) * 0.85f;
            var y = stage.HasWater ? stage.HorizonY - 1f : stage.Below(Curve.Lerp(0.10f, 0.42f, near));
            var size = stage.Frame.Unit * Curve.Lerp(0.09f, stage.HasWater ? 0.11f : 0.20f, near);
            var wall = stage.ColourOf(Thing.Village, walls[rng.Int(walls.Length)]);
            var roof = stage.Winter
                ? stage.Palette.Snow * 0.95f
                : stage.Palette.Lit(Colour.Hex(0x7A4436)) * rng.Range(0.7f, 1.1f);
            Buildings.House(new Sketch(shapes, stage.Frame.X(u), y, size, rng.Chance(0.5f)), wall, roof, window);
        }
    }

    private static void Deer(Stage stage, List<Polygon> shapes)
    {
        var coat = stage.ColourOf(Thing.Deer, 0x8B6039);
        var x = stage.Frame.X(stage.Stand.U + (stage.LightSide * 0.06f));
        var sketch = new Sketch(shapes, x, stage.Stand.Y, 0.24f * stage.Frame.Unit, stage.LightSide < 0f);
        Shadow(stage, sketch);
        Animals.Deer(sketch, coat, stage.Palette.Lit(new Vector3(0.95f, 0.92f, 0.86f)));
    }

    private static void Fox(Stage stage, List<Polygon> shapes)
    {
        var coat = stage.ColourOf(Thing.Fox, 0xC8642A);
        // A "red fox" is the animal, not a tomato.
        coat = Colour.Mix(coat, stage.Palette.Lit(Colour.Hex(0xD0662A)), 0.5f);
        var x = stage.Frame.X(stage.Stand.U * 0.6f);
        var y = stage.HasWater ? stage.Stand.Y : stage.Below(0.62f);
        var sketch = new Sketch(shapes, x, y, 0.19f * stage.Frame.Unit, stage.LightSide < 0f);
        Shadow(stage, sketch);
        Animals.Fox(sketch, coat, stage.Palette.Lit(new Vector3(0.97f, 0.95f, 0.92f)));
    }

    private static void Shadow(Stage stage, Sketch sketch)
    {
        var dark = stage.Palette.Zenith * 0.35f;
        sketch.Oval(-0.05f, 0.0f, 0.62f, 0.05f, dark, dark, 0.35f);
    }
}
