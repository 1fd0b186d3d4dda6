using System.Numerics;
using Atelier.Imaging.Painting.Composition;
using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>The gradient of the sky, and the glow around the light.</summary>
internal sealed class SkyLayer(Stage stage, float bottom) : ILayer
{
    private readonly Frame _frame = stage.Frame;
    private readonly Palette _palette = stage.Palette;
    private readonly float _glow = stage.Time switch
    {
        Mood.Night => 0.30f,
        Mood.Day => 0.35f,
        _ => 0.75f,
    };
    private readonly bool _veiled = stage.Scene.Is(Mood.Storm) || stage.Scene.Is(Mood.Rain);

    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        if (y > bottom)
            return;
        var part = Curve.Unit((y + 0.5f) / stage.HorizonY);
        if (stage.Rules.SkyBands > 0)
            part = MathF.Floor(part * stage.Rules.SkyBands) / (stage.Rules.SkyBands - 1f);
        part = Curve.Unit(part);
        var sky =
            part < 0.55f
                ? Colour.Mix(_palette.Zenith, _palette.Middle, Curve.Step(0f, 0.55f, part))
                : Colour.Mix(_palette.Middle, _palette.Horizon, Curve.Step(0.5f, 1f, part));
        if (stage.Rules.Flat || _veiled)
        {
            row.Fill(sky);
            return;
        }
        var glow = _palette.Sun * _glow;
        var dy = (y - stage.LightY) / _frame.Unit;
        for (var x = 0; x < row.Length; x++)
        {
            var dx = _frame.U(x) - stage.LightU;
            var squared = (dx * dx * 0.6f) + (dy * dy);
            var near = 0.02f / (0.02f + squared);
            row[x] = Colour.Screen(sky, glow * (near * 0.8f));
        }
    }
}
