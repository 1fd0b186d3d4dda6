using System.Numerics;
using Atelier.Imaging.Painting.Composition;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>A river or road that winds from the horizon to the viewer.</summary>
internal sealed class RibbonLayer(Stage stage, float topY, uint seed, RibbonLayer.Ribbon ribbon) : ILayer
{
    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        if (y < topY)
            return;
        var frame = stage.Frame;
        var near = (y - topY) / MathF.Max(1f, frame.Height - topY);
        var swing = Noise.Fractal(seed, (1f / (0.16f + near)) * 0.85f, 0.5f, 2);
        var middle = frame.X(
            (ribbon.StartU * (1f - near)) + (ribbon.EndU * near) + (swing * (0.025f + (0.22f * near)))
        );
        var half = frame.Unit * ribbon.Width * (0.012f + (near * near) + (0.25f * near));
        var left = middle - half;
        var right = middle + half;
        var first = Math.Max(0, (int)(left - (half * 0.2f)) - 1);
        var last = Math.Min(row.Length - 1, (int)(right + (half * 0.2f)) + 1);
        if (first > last)
            return;
        var far = 1f / (0.06f + near);
        Noise.FillRow(scratch.A, seed + 3, frame.Left * far * 0.8f, frame.Step * far * 0.8f, far * 3f, 4);
        var tone = Colour.Mix(ribbon.Far, ribbon.Near, Curve.Step(0f, 0.9f, near));
        var edge = MathF.Max(1f, half * 0.05f);
        for (var x = first; x <= last; x++)
        {
            var rim = scratch.A[x] * half * 0.14f * ribbon.Rough;
            var inside = MathF.Min(x + 0.5f - left, right - x - 0.5f) + rim;
            var cover = Curve.Unit((inside / edge) + 0.5f);
            var colour = tone * (1f + (scratch.A[x] * ribbon.Shimmer * stage.Rules.Relief));
            if (inside < half * 0.16f)
                colour = Colour.Mix(ribbon.Bank, colour, Curve.Unit(inside / (half * 0.16f)));
            row[x] = Colour.Mix(row[x], colour, cover);
        }
    }

    /// <param name="Width">Half width at the viewer, in units.</param>
    internal sealed record Ribbon(
        float StartU,
        float EndU,
        float Width,
        Vector3 Far,
        Vector3 Near,
        Vector3 Bank,
        float Shimmer,
        float Rough
    );
}
