using System.Numerics;
using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Layers;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>Sky, stars, sun or moon, clouds.</summary>
internal static class SkyPlan
{
    public static void Add(Stage stage, List<ILayer> layers)
    {
        var scene = stage.Scene;
        layers.Add(new SkyLayer(stage, stage.HorizonY + (0.06f * stage.Frame.Unit)));
        var night = stage.Time is Mood.Night;
        if (
            (night && !scene.Is(Mood.Storm) && !scene.Is(Mood.Rain) && !scene.Is(Mood.Snowfall))
            || scene.Has(Thing.Star)
        )
            AddStars(stage, layers);
        if (scene.Is(Mood.Aurora))
            layers.Add(new AuroraLayer(stage.Frame, scene.Salt(13), stage.HorizonY));
        if (stage.ShowsLight)
            layers.Add(new OrbLayer(stage.Frame, Orb(stage, night)));
        if (Cover(stage) is > 0f and var cover)
            layers.Add(new CloudLayer(stage, scene.Salt(11), cover));
        if (scene.Has(Thing.Rainbow))
            layers.Add(new RainbowLayer(stage.Frame, -stage.LightU * 0.3f, stage.HorizonY, 0.42f));
    }

    private static void AddStars(Stage stage, List<ILayer> layers)
    {
        var density = (stage.Scene.Has(Thing.Star) ? 1f : 0.55f) * (0.3f + (0.7f * stage.Rules.Detail));
        layers.Add(new StarLayer(stage.Frame, stage.Scene.Salt(10), stage.HorizonY, density));
    }

    private static OrbLayer.Orb Orb(Stage stage, bool night)
    {
        var moon = night || (stage.Scene.Has(Thing.Moon) && !stage.Scene.Has(Thing.Sun));
        var radius = stage.Time is Mood.Day ? 0.035f : 0.052f;
        if (stage.Rules.Flat)
            radius *= stage.Rules.Detail > 0f ? 1.5f : 2.2f;
        var colour = stage.Palette.Sun + (moon ? Vector3.Zero : new Vector3(0.06f));
        var fog = stage.Scene.Is(Mood.Fog) ? 0.7f : 1f;
        return new(stage.LightU, stage.LightY, radius, colour, moon && !stage.Rules.Flat, stage.Scene.Salt(12), fog);
    }

    private static float Cover(Stage stage)
    {
        var scene = stage.Scene;
        if (scene.Is(Mood.Storm))
            return 1f;
        if (scene.Is(Mood.Rain) || scene.Is(Mood.Cloudy) || scene.Is(Mood.Snowfall))
            return 0.85f;
        if (scene.Is(Mood.Clear) || (stage.Time is Mood.Night && !scene.Has(Thing.Cloud)))
            return 0f;
        if (scene.Has(Thing.Cloud))
            return stage.Sparse ? 0.25f : 0.55f;
        return stage.Rules.Detail > 0f && !scene.Is(Mood.Fog) ? 0.32f : 0f;
    }
}
