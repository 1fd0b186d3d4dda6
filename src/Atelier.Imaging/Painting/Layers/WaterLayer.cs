using System.Numerics;
using Atelier.Imaging.Painting.Composition;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>Water below a line: mirrors the layers behind it, broken by ripples, with a path of light.</summary>
/// <param name="rough">0 a mirror, 1 a stormy sea.</param>
internal sealed class WaterLayer(Stage stage, IReadOnlyList<ILayer> behind, float line, float rough, uint seed) : ILayer
{
    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        if (y < line)
            return;
        var frame = stage.Frame;
        var palette = stage.Palette;
        var near = (y - line) / MathF.Max(1f, frame.Height - line);
        var units = (y - line) * frame.Step;
        var mirror = scratch.Mirror.AsSpan(0, row.Length);
        var source = (int)(line - 1f - ((y - line) * (0.85f + (rough * 0.5f))));
        source = Math.Clamp(source, 0, frame.Height - 1);
        mirror.Fill(palette.Zenith);
        foreach (var layer in behind)
            layer.PaintRow(source, mirror, scratch);

        // Waves shrink with distance: the same ripples, seen at a flatter angle.
        var far = 1f / (0.045f + units);
        Noise.FillRow(scratch.A, seed, frame.Left * far * 0.55f, frame.Step * far * 0.55f, far * 2.6f, 4);
        Noise.FillRow(scratch.B, seed + 7, frame.Left * far * 2.4f, frame.Step * far * 2.4f, far * 9f, 3);

        var sway = frame.Unit * (0.006f + (0.03f * rough)) * (0.25f + near);
        var deep = 0.22f + (0.42f * near) + (0.15f * rough);
        for (var x = 0; x < row.Length; x++)
        {
            var swell = scratch.A[x];
            var ripple = scratch.B[x];
            var from = Math.Clamp((int)(x + (sway * (swell + (0.6f * ripple)))), 0, row.Length - 1);
            var blend = Curve.Unit(deep + (swell * (0.18f + (rough * 0.75f))));
            var colour = Colour.Mix(mirror[from] * 0.94f, palette.Water, blend);
            colour *= 1f + (((ripple * 0.10f) + (swell * 0.22f * rough)) * stage.Rules.Relief);
            row[x] = Glitter(colour, x, units, swell + ripple);
        }
        if (rough > 0.6f)
            Foam(row, scratch, near);
    }

    private Vector3 Glitter(Vector3 colour, int x, float units, float wave)
    {
        if (!HasPath)
            return colour;
        var off = (stage.Frame.U(x) - stage.LightU) / (0.03f + (units * 0.35f));
        var spark = Curve.Step(0.12f, 0.55f, wave + (0.25f * Curve.Glow(off * 2f)));
        return Colour.Screen(colour, stage.Palette.Sun * (spark * Curve.Glow(off * 1.3f) * 0.75f));
    }

    private bool HasPath { get; } = stage.Rules.Relief > 0f && stage.ShowsLight;

    private void Foam(Span<Vector3> row, Scratch scratch, float near)
    {
        var white = stage.Palette.Lit(new Vector3(0.93f, 0.96f, 0.98f));
        for (var x = 0; x < row.Length; x++)
        {
            var crest = Curve.Step(0.34f, 0.5f, scratch.A[x] + (scratch.B[x] * 0.45f));
            row[x] = Colour.Mix(row[x], white, crest * (0.35f + (0.4f * near)));
        }
    }
}
