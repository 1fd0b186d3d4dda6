using System.Numerics;
using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Layers;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>What hangs between the viewer and the scene.</summary>
internal static class WeatherPlan
{
    public static void Add(Stage stage, List<ILayer> layers)
    {
        var scene = stage.Scene;
        var frame = stage.Frame;
        if (scene.Is(Mood.Fog))
        {
            var low = stage.Below(0.22f);
            layers.Add(new MistLayer(frame, scene.Salt(130), low, 0.26f * frame.Unit, 0.55f, stage.Palette.Haze));
        }
        if (stage.Sparse)
            return;
        if (scene.Is(Mood.Rain) || scene.Is(Mood.Storm))
            layers.Add(new PrecipitationLayer(frame, scene.Salt(131), false, new Vector3(0.80f, 0.85f, 0.90f)));
        if (scene.Is(Mood.Snowfall))
            layers.Add(new PrecipitationLayer(frame, scene.Salt(132), true, new Vector3(0.97f)));
    }
}
