using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Layers;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>What stands against the sky: mountains, hills, an island, a skyline.</summary>
internal static class LandPlan
{
    public static void Add(Stage stage, List<ILayer> layers)
    {
        var scene = stage.Scene;
        if (scene.Has(Thing.Mountain))
            Mountains(stage, layers);
        if (WantsHills(stage))
            Hills(stage, layers);
        if (scene.Has(Thing.Island))
            Island(stage, layers);
        if (scene.Has(Thing.City))
            CityPlan.Add(stage, layers);
    }

    private static bool WantsHills(Stage stage)
    {
        var scene = stage.Scene;
        if (scene.Has(Thing.Hill))
            return true;
        return !stage.Sparse
            && !scene.HasAny(Thing.Mountain, Thing.Sea, Thing.Boat, Thing.Beach, Thing.Island, Thing.City);
    }

    private static void Mountains(Stage stage, List<ILayer> layers)
    {
        var palette = stage.Palette;
        var count = stage.Sparse ? 2 : 4;
        for (var i = 0; i < count; i++)
        {
            var near = (i + 1f) / count;
            var distance = (1f - near) * 0.95f * stage.Rules.Haze;
            var baseY = stage.HorizonY + (near * 0.02f * stage.Frame.Unit);
            var height = Curve.Lerp(0.52f, 0.20f, near);
            var seed = stage.Scene.Salt(20 + (uint)i);
            var tops = Outline.Mountains(stage.Frame, seed, baseY, height, Curve.Lerp(1.3f, 2.2f, near));
            var look = new TerrainLook
            {
                Crest = palette.Far(palette.Rock, distance),
                Foot = palette.Far(palette.Rock, MathF.Min(1f, distance + 0.6f)),
                Depth = stage.Sparse ? 20f : height * 0.85f,
                Relief = stage.Rules.Relief * (0.55f + (0.45f * near)),
                Slope =
                    stage.Sparse ? 0f
                    : stage.Rules.Flat ? 0.8f
                    : 0.55f,
                Ridged = true,
                GrainU = 6.5f,
                GrainV = 4.2f,
                Light = palette.Far(palette.Light, distance),
                Snow = palette.Far(palette.Snow, distance * 0.8f),
                SnowLine = stage.Sparse
                    ? -1f
                    : baseY - (height * stage.Frame.Unit * (stage.Winter ? 0.15f : 0.40f + (0.2f * near))),
                Flat = stage.Rules.Flat,
            };
            layers.Add(new TerrainLayer(stage, tops, stage.HorizonY + (0.05f * stage.Frame.Unit), seed + 5, look));
            if (stage.Scene.Is(Mood.Fog) || i < count - 1)
                layers.Add(Haze(stage, 70 + (uint)i, 0.05f, stage.Scene.Is(Mood.Fog) ? 0.75f : 0.28f));
        }
    }

    private static MistLayer Haze(Stage stage, uint salt, float above, float strength) =>
        new(
            stage.Frame,
            stage.Scene.Salt(salt),
            stage.HorizonY - (above * stage.Frame.Unit),
            0.11f * stage.Frame.Unit,
            stage.Rules.Flat ? strength * 0.5f : strength,
            stage.Palette.Haze
        );

    private static void Hills(Stage stage, List<ILayer> layers)
    {
        var palette = stage.Palette;
        var named = stage.Scene.Has(Thing.Hill);
        var count = named ? 3 : 2;
        var surface = stage.Scene.Has(Thing.Desert) ? palette.Sand : palette.Grass;
        for (var i = 0; i < count; i++)
        {
            var near = (i + 1f) / count;
            var distance = (0.82f - (0.5f * near)) * stage.Rules.Haze;
            var seed = stage.Scene.Salt(30 + (uint)i);
            var height = (named ? 0.17f : 0.10f) * (1.3f - (0.5f * near));
            var tops = Outline.Hills(stage.Frame, seed, stage.HorizonY, height, 0.9f + (0.5f * near));
            var own = Colour.Mix(surface, palette.Foliage, 0.45f * (1f - near));
            var look = new TerrainLook
            {
                Crest = palette.Far(own, distance),
                Foot = palette.Far(own * 0.85f, MathF.Min(1f, distance + 0.4f)),
                Depth = 0.20f,
                Relief = stage.Rules.Relief * 0.30f,
                GrainU = 9f,
                GrainV = 16f,
                Light = palette.Far(palette.Light, distance),
                Flat = stage.Rules.Flat,
            };
            layers.Add(new TerrainLayer(stage, tops, stage.Below(0.25f), seed + 5, look));
        }
        if (stage.Scene.Is(Mood.Fog))
            layers.Add(Haze(stage, 75, 0.01f, 0.7f));
    }

    private static void Island(Stage stage, List<ILayer> layers)
    {
        var frame = stage.Frame;
        var palette = stage.Palette;
        var seed = stage.Scene.Salt(36);
        var centre = -stage.LightU * 0.55f;
        var half = MathF.Min(0.46f, frame.Half * 0.7f);
        var tops = Outline.Each(
            frame,
            u =>
            {
                var off = (u - centre) / half;
                var dome = Curve.Unit(1f - (off * off));
                var rough = 0.72f + (0.55f * Noise.Fractal(seed, (u * 5f) + 20f, 0.4f, 5));
                return stage.HorizonY + 3f - (frame.Unit * ((0.20f * dome * rough) + (dome > 0f ? 0.012f : 0f)));
            }
        );
        var look = new TerrainLook
        {
            Crest = palette.Far(Colour.Mix(palette.Foliage, palette.Grass, 0.35f), 0.18f),
            Foot = palette.Far(palette.Sand, 0.1f),
            Depth = 0.19f,
            Relief = stage.Rules.Relief * 0.8f,
            Slope = stage.Sparse ? 0f : 0.5f,
            GrainU = 14f,
            GrainV = 14f,
            Light = palette.Light,
            Flat = stage.Rules.Flat,
        };
        layers.Add(new TerrainLayer(stage, tops, stage.HorizonY + 2f, seed + 1, look));
    }
}
