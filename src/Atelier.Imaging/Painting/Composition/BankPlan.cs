using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Layers;
using Atelier.Imaging.Painting.Subjects;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>The near side of water: a beach, or a corner of land with a few trees.</summary>
internal static class BankPlan
{
    public static void Add(Stage stage, List<ILayer> layers)
    {
        var scene = stage.Scene;
        if (scene.Has(Thing.Beach))
            Beach(stage, layers);
        else if (scene.Has(Thing.Lighthouse) || WantsLand(scene))
            Corner(stage, layers, scene.Has(Thing.Lighthouse) ? 0.30f : 0.16f);
        else if (scene.Has(Thing.Lake) && !stage.Sparse)
            Corner(stage, layers, 0.10f);
    }

    private static bool WantsLand(Scene scene) =>
        scene.HasAny(Thing.House, Thing.Castle, Thing.Fox, Thing.Deer, Thing.Flower, Thing.Tree, Thing.Palm)
        || scene.HasAny(Thing.Field, Thing.Road);

    private static void Beach(Stage stage, List<ILayer> layers)
    {
        var frame = stage.Frame;
        var palette = stage.Palette;
        var seed = stage.Scene.Salt(42);
        var tops = Outline.Each(
            frame,
            u =>
                stage.Below(0.52f)
                + (
                    frame.Unit
                    * ((0.10f * stage.LightSide * u) + (0.035f * Noise.Fractal(seed, (u * 1.6f) + 9f, 0.3f, 3)))
                )
        );
        var foam = Array.ConvertAll(tops, top => top - (0.012f * frame.Unit));
        var white = new TerrainLook
        {
            Crest = palette.Lit(new(0.96f, 0.98f, 0.98f)),
            Foot = palette.Sand * 0.75f,
            Depth = 0.03f,
        };
        layers.Add(new TerrainLayer(stage, foam, frame.Height, seed, white));
        var sand = new TerrainLook
        {
            Crest = palette.Sand * 0.80f,
            Foot = palette.Sand,
            Depth = 0.07f,
            Relief = stage.Rules.Relief * 0.12f,
            GrainU = 10f,
            GrainV = 40f,
            Light = palette.Light,
            Flat = stage.Rules.Flat,
        };
        layers.Add(new TerrainLayer(stage, tops, frame.Height, seed + 1, sand));
        stage.Stand = (-stage.LightSide * MathF.Min(frame.Half * 0.55f, 0.5f), stage.Below(0.80f));
    }

    private static void Corner(Stage stage, List<ILayer> layers, float rise)
    {
        var frame = stage.Frame;
        var palette = stage.Palette;
        var seed = stage.Scene.Salt(43);
        var reach = MathF.Min(frame.Half * 1.05f, 0.85f);
        var edge = -stage.LightSide * MathF.Min(frame.Half, 1.2f);
        float Top(float u)
        {
            // 1 at the picture's side, 0 where the land ends.
            var inner = Curve.Unit(1f - (((u - edge) * stage.LightSide) / reach));
            var rough = 0.035f * Noise.Fractal(seed, (u * 3.5f) + 11f, 0.3f, 5);
            return frame.Height + (0.05f * frame.Unit) - (frame.Unit * inner * (rise + 0.10f + rough));
        }
        var winter = stage.Winter;
        var own = winter ? palette.Snow : Colour.Mix(palette.Grass, palette.Foliage, 0.5f) * 0.8f;
        var look = new TerrainLook
        {
            Crest = own,
            Foot = own * 0.5f,
            Depth = 0.22f,
            Relief = stage.Rules.Relief * 0.5f,
            GrainU = 16f,
            GrainV = 26f,
            Light = palette.Light,
            Flat = stage.Rules.Flat,
        };
        var standU = edge + (stage.LightSide * reach * 0.30f);
        stage.Stand = (standU, Top(standU) + (0.02f * frame.Unit));
        var shapes = new List<Polygon>();
        if (!stage.Sparse && !stage.Scene.HasAny(Thing.Lighthouse, Thing.Palm, Thing.Castle))
            Firs(stage, shapes, edge, reach, Top);
        layers.Add(new ShapeLayer(frame, shapes));
        layers.Add(new TerrainLayer(stage, Outline.Each(frame, Top), frame.Height, seed + 1, look));
    }

    private static void Firs(Stage stage, List<Polygon> shapes, float edge, float reach, Func<float, float> top)
    {
        var rng = stage.Scene.Random(44);
        var needles = stage.Palette.Foliage * 0.55f;
        var lit = stage.Winter ? stage.Palette.Snow : stage.Palette.Foliage * 0.8f;
        for (var i = 0; i < 6; i++)
        {
            var u = edge + (stage.LightSide * reach * rng.Range(-0.05f, 0.62f) * (i < 3 ? 0.4f : 1f));
            var size = rng.Range(0.22f, 0.42f) * (i < 3 ? 1.25f : 0.8f) * stage.Frame.Unit;
            var sketch = new Sketch(shapes, stage.Frame.X(u), top(u) + (0.02f * stage.Frame.Unit), size);
            Trees.Conifer(sketch, needles, lit, ref rng);
        }
    }
}
