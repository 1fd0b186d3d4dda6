using System.Numerics;
using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>What every layer is made from, and the decisions all of them share.</summary>
internal sealed class Stage
{
    public Stage(Scene scene, Frame frame, StyleRules rules)
    {
        Scene = scene;
        Frame = frame;
        Rules = rules;
        Palette = PaletteMixer.Mix(scene, rules);
        Time = PaletteMixer.Time(scene);
        var rng = scene.Random(1);
        // The light stands on a line of thirds, low at dawn and sunset.
        var side = rng.Chance(0.5f) ? -1f : 1f;
        var across = MathF.Min(frame.Half * rng.Range(0.28f, 0.5f), 0.55f);
        LightU = side * across;
        LightSide = side;
        var height = Time switch
        {
            Mood.Dawn => rng.Range(0.10f, 0.16f),
            Mood.Sunset => rng.Range(0.07f, 0.13f),
            _ => rng.Range(0.30f, 0.40f),
        };
        Horizon = scene.HasAny(Thing.Sea, Thing.Beach, Thing.Island, Thing.Boat, Thing.City) ? 0.57f : 0.62f;
        // Bare mountains stand at a lake and a bare city at a bay: a mirror makes more of them than a lawn.
        HasWater =
            scene.HasAny(Thing.Sea, Thing.Beach, Thing.Island, Thing.Boat, Thing.Lake)
            || (scene.Has(Thing.Mountain) && !HasGround(scene))
            || (scene.Has(Thing.City) && !scene.HasAny(Thing.Field, Thing.Desert, Thing.Road, Thing.River, Thing.Snow));
        Stand = (-side * MathF.Min(frame.Half * 0.35f, 0.3f), Below(0.5f));
        if (scene.Has(Thing.Mountain) && Time is Mood.Dawn or Mood.Sunset)
            height += 0.17f;
        if (scene.Has(Thing.City) && Time is Mood.Night)
            height += 0.08f;
        LightY = frame.Y(Horizon) - (height * frame.Unit);
    }

    private static bool HasGround(Scene scene) =>
        scene.HasAny(Thing.Forest, Thing.Field, Thing.Hill, Thing.Road, Thing.River, Thing.Desert, Thing.Snow)
        || scene.HasAny(Thing.House, Thing.Village, Thing.Castle, Thing.Flower, Thing.Fox, Thing.Deer, Thing.Tree)
        || scene.Is(Mood.Winter);

    public Scene Scene { get; }

    public Frame Frame { get; }

    public StyleRules Rules { get; }

    public Palette Palette { get; }

    public Mood Time { get; }

    /// <summary>Where far land ends, as a part of the height.</summary>
    public float Horizon { get; }

    public float HorizonY => Frame.Y(Horizon);

    /// <summary>Column of sun or moon in units, and its row in pixels.</summary>
    public float LightU { get; }

    public float LightY { get; }

    /// <summary>-1 when the light comes from the left, 1 from the right.</summary>
    public float LightSide { get; }

    /// <summary>Sun or moon stands in this sky.</summary>
    public bool ShowsLight =>
        !(Scene.Is(Mood.Storm) || Scene.Is(Mood.Rain) || Scene.Is(Mood.Cloudy))
        && (Time is Mood.Dawn or Mood.Sunset || Scene.HasAny(Thing.Sun, Thing.Moon));

    /// <summary>Where the subject of the picture stands: units across, row of its foot.</summary>
    public (float U, float Y) Stand { get; set; }

    /// <summary>Nothing small and nothing much: the minimal style.</summary>
    public bool Sparse => Rules.Detail <= 0f;

    public bool HasWater { get; }

    /// <summary>A row below the horizon; 0 is the horizon, 1 the lower side.</summary>
    public float Below(float part) => Curve.Lerp(HorizonY, Frame.Height, part);

    public bool Winter => Scene.Has(Thing.Snow) || Scene.Is(Mood.Winter) || Scene.Is(Mood.Snowfall);

    public Vector3 ColourOf(Thing thing, int otherwise) =>
        Palette.Lit(Scene.ColourOf.TryGetValue(thing, out var said) ? said : Colour.Hex(otherwise));
}
