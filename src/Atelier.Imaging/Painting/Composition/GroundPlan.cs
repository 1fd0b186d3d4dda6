using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Layers;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>Dry land from the horizon to the viewer: dunes, snow or grass, with forest, river and road.</summary>
internal static class GroundPlan
{
    public static void Add(Stage stage, List<ILayer> layers)
    {
        if (stage.Scene.Has(Thing.Desert))
            Dunes(stage, layers);
        else
            Meadow(stage, layers);
        if (stage.Scene.Has(Thing.River) || stage.Scene.Has(Thing.Waterfall))
            layers.Add(new RibbonLayer(stage, stage.Below(0.06f), stage.Scene.Salt(54), River(stage)));
        if (stage.Scene.Has(Thing.Road))
            layers.Add(new RibbonLayer(stage, stage.Below(0.05f), stage.Scene.Salt(55), Road(stage)));
    }

    private static void Meadow(Stage stage, List<ILayer> layers)
    {
        var palette = stage.Palette;
        var scene = stage.Scene;
        if (scene.Has(Thing.Forest))
            ForestPlan.AddFar(stage, layers);
        var tops = Outline.Hills(stage.Frame, scene.Salt(50), stage.Below(0.03f), 0.05f, 1.1f);
        var snow = stage.Winter;
        var look = new TerrainLook
        {
            Crest = palette.Far(snow ? palette.Snow : palette.Grass, 0.22f * stage.Rules.Haze),
            Foot = snow
                ? Colour.Mix(palette.Snow, palette.Zenith, 0.42f)
                : Colour.Mix(palette.Grass, palette.Foliage, 0.35f) * 0.62f,
            Depth = 0.42f,
            Relief = stage.Rules.Relief * (snow ? 0.16f : 0.32f),
            Perspective = true,
            GrainU = snow ? 0.8f : 2.2f,
            GrainV = snow ? 3f : 7f,
            Light = palette.Light,
            Flat = stage.Rules.Flat,
        };
        layers.Add(new TerrainLayer(stage, tops, stage.Frame.Height, scene.Salt(51), look));
    }

    private static void Dunes(Stage stage, List<ILayer> layers)
    {
        var palette = stage.Palette;
        var count = stage.Sparse ? 2 : 5;
        for (var i = 0; i < count; i++)
        {
            var near = i / (count - 1f);
            var baseY = stage.Below(0.02f + (0.62f * near * near));
            var seed = stage.Scene.Salt(56 + (uint)i);
            var tops = Outline.Dunes(
                stage.Frame,
                seed,
                baseY,
                Curve.Lerp(0.10f, 0.24f, near),
                Curve.Lerp(1.7f, 0.6f, near),
                i % 2 == 0 ? stage.LightSide : -stage.LightSide
            );
            var air = 0.55f * (1f - near) * stage.Rules.Haze;
            var look = new TerrainLook
            {
                Crest = palette.Far(Colour.Mix(palette.Sand, palette.Light, 0.25f), air),
                Foot = palette.Far(palette.Sand * 0.66f, air),
                Depth = Curve.Lerp(0.12f, 0.38f, near),
                Relief = stage.Rules.Relief * 0.16f,
                Slope = stage.Sparse ? 0f : 1f,
                Perspective = false,
                GrainU = Curve.Lerp(9f, 5f, near),
                GrainV = Curve.Lerp(70f, 42f, near),
                Light = palette.Far(palette.Light, air),
                Flat = stage.Rules.Flat,
            };
            layers.Add(new TerrainLayer(stage, tops, stage.Frame.Height, seed + 3, look));
        }
    }

    private static RibbonLayer.Ribbon River(Stage stage) =>
        new(
            -stage.LightSide * 0.05f,
            stage.LightSide * 0.12f,
            0.34f,
            Colour.Mix(stage.Palette.Horizon, stage.Palette.Water, 0.15f),
            Colour.Mix(stage.Palette.Middle, stage.Palette.Water, 0.65f),
            Colour.Mix(stage.Palette.Foliage, stage.Palette.Grass, 0.4f) * 0.6f,
            0.35f,
            1f
        );

    private static RibbonLayer.Ribbon Road(Stage stage)
    {
        var dust = Colour.Mix(stage.Palette.Sand, stage.Palette.Rock, 0.35f);
        var far = stage.Palette.Far(dust, 0.2f);
        return new(-stage.LightSide * 0.1f, -stage.LightSide * 0.05f, 0.20f, far, dust, dust * 0.7f, 0.2f, 0.5f);
    }
}
