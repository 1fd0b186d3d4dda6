using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Layers;
using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting.Composition;

/// <summary>Lays out a scene from the sky to what stands nearest.</summary>
internal static class Landscape
{
    public static IReadOnlyList<ILayer> Compose(Scene scene, Frame frame, StyleRules rules)
    {
        var stage = new Stage(scene, frame, rules);
        var layers = new List<ILayer>();
        SkyPlan.Add(stage, layers);
        LandPlan.Add(stage, layers);
        if (stage.HasWater)
            AddWater(stage, layers);
        else
            GroundPlan.Add(stage, layers);
        ForestPlan.AddNear(stage, layers);
        SubjectPlan.Add(stage, layers);
        if (!stage.Sparse && stage.HasWater && scene.Is(Mood.Storm) && !scene.Has(Thing.Beach))
            WavePlan.Add(stage, layers, front: true);
        WeatherPlan.Add(stage, layers);
        return layers;
    }

    private static void AddWater(Stage stage, List<ILayer> layers)
    {
        var scene = stage.Scene;
        if (scene.Has(Thing.Lake) || (scene.Has(Thing.Forest) && !stage.Sparse))
            ForestPlan.AddShore(stage, layers);
        var rough =
            scene.Is(Mood.Storm) ? 1f
            : scene.Is(Mood.Calm) ? 0.05f
            : scene.HasAny(Thing.Sea, Thing.Beach, Thing.Island) ? 0.32f
            : 0.12f;
        layers.Add(new WaterLayer(stage, [.. layers], stage.HorizonY, rough, scene.Salt(40)));
        if (!stage.Sparse && scene.Is(Mood.Storm))
            WavePlan.Add(stage, layers, front: false);
        BankPlan.Add(stage, layers);
    }
}
