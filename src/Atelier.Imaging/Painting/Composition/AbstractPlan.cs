using System.Numerics;
using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Layers;
using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>No things, only their colours: the palette of the scene in folds, with discs for light and for what was named.</summary>
internal static class AbstractPlan
{
    private static readonly StyleRules Rules = StyleRules.Realistic with { Saturation = 1.35f, Flat = true };

    public static IReadOnlyList<ILayer> Compose(Scene scene, Frame frame)
    {
        var stage = new Stage(scene, frame, Rules);
        var rng = scene.Random(140);
        var wild =
            scene.Is(Mood.Calm) ? 0.15f
            : scene.Is(Mood.Storm) ? 1f
            : rng.Range(0.35f, 0.75f);
        var layers = new List<ILayer> { new FlowLayer(frame, scene.Salt(141), Folds(stage), wild) };
        var light = stage.Time is Mood.Night ? stage.Palette.Sun : Colour.Mix(stage.Palette.Sun, Vector3.One, 0.25f);
        layers.Add(
            Disc(frame, stage.LightU, frame.Height * rng.Range(0.20f, 0.32f), rng.Range(0.10f, 0.15f), light, 0.95f)
        );
        var named = scene.ColourOf.OrderBy(pair => pair.Key).Select(pair => pair.Value);
        foreach (var colour in named.Append(stage.Palette.Accent))
        {
            var u = rng.Range(-0.8f, 0.8f) * frame.Half;
            layers.Add(Disc(frame, u, frame.Height * rng.Range(0.35f, 0.8f), rng.Range(0.03f, 0.08f), colour, 0.88f));
        }
        return layers;
    }

    private static OrbLayer Disc(Frame frame, float u, float y, float radius, Vector3 colour, float opacity) =>
        new(frame, new OrbLayer.Orb(u, y, radius, Colour.Limit(colour), false, 0, opacity));

    private static List<Vector3> Folds(Stage stage)
    {
        var p = stage.Palette;
        var s = stage.Scene;
        var folds = new List<Vector3> { p.Zenith, Colour.Mix(p.Zenith, p.Middle, 0.6f), p.Middle, p.Horizon };
        if (s.Is(Mood.Aurora))
            folds.InsertRange(2, [Colour.Hex(0x2FD8A0), Colour.Hex(0x7A4CE0)]);
        if (s.Has(Thing.Mountain))
            folds.AddRange([p.Far(p.Rock, 0.5f), p.Rock]);
        if (s.HasAny(Thing.Forest, Thing.Tree, Thing.Palm))
            folds.AddRange([p.FoliageAlt, p.Foliage]);
        if (s.HasAny(Thing.Desert, Thing.Beach))
            folds.AddRange([p.Sand, p.Sand * 0.75f]);
        if (s.Has(Thing.City))
            folds.AddRange([p.Wall, Colour.Hex(0xF2B950), p.Zenith * 0.8f]);
        if (stage.HasWater || s.Has(Thing.River))
            folds.AddRange([Colour.Mix(p.Water, p.Horizon, 0.5f), p.Water, p.Water * 0.7f]);
        else
            folds.AddRange(stage.Winter ? [p.Snow, p.Snow * 0.85f] : [p.Grass, p.Grass * 0.7f]);
        return folds;
    }
}
