using System.Numerics;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>Stars on a jittered grid, fading towards the horizon, with a faint band of dust.</summary>
internal sealed class StarLayer(Frame frame, uint seed, float horizonY, float density) : ILayer
{
    private const float Cell = 0.022f;

    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        if (y > horizonY)
            return;
        var v = (y + 0.5f) / frame.Unit;
        var fade = Curve.Unit((horizonY - y) / (horizonY * 0.6f));
        Dust(v, row, fade, scratch.A);
        var cv = (int)MathF.Floor(v / Cell);
        var first = (int)MathF.Floor(frame.Left / Cell) - 1;
        var last = (int)MathF.Floor(frame.U(row.Length) / Cell) + 1;
        for (var near = cv - 1; near <= cv + 1; near++)
        {
            for (var cu = first; cu <= last; cu++)
                Star(cu, near, y, row, fade);
        }
    }

    private void Star(int cu, int cv, int y, Span<Vector3> row, float fade)
    {
        var hash = Rng.Hash(seed, cu, cv);
        if ((hash & 1023) > density * 420f)
            return;
        var magnitude = ((hash >> 10) & 255) / 255f;
        magnitude *= magnitude * magnitude;
        var x = frame.X((cu + (((hash >> 18) & 127) / 127f)) * Cell) - 0.5f;
        var dy = y + 0.5f - ((cv + ((hash >> 25) / 127f)) * Cell * frame.Unit);
        var radius = MathF.Max(0.7f, (0.0007f + (0.0017f * magnitude)) * frame.Unit);
        var reach = radius * 2.2f;
        if (MathF.Abs(dy) > reach)
            return;
        var tone = (hash & 4096) == 0 ? new Vector3(0.86f, 0.92f, 1f) : new Vector3(1f, 0.94f, 0.84f);
        var light = tone * (fade * (0.35f + (0.65f * magnitude)));
        for (var i = Math.Max(0, (int)(x - reach)); i <= Math.Min(row.Length - 1, (int)(x + reach) + 1); i++)
        {
            var dx = i - x;
            var fall = Curve.Unit(1f - (((dx * dx) + (dy * dy)) / (reach * reach)));
            row[i] = Colour.Screen(row[i], light * (fall * fall * fall));
        }
    }

    private void Dust(float v, Span<Vector3> row, float fade, float[] noise)
    {
        Noise.FillRow(noise, seed + 5, frame.Left * 3f, frame.Step * 3f, (v * 3f) + 20f, 5);
        var light = new Vector3(0.30f, 0.34f, 0.46f) * (fade * density * 0.55f);
        for (var x = 0; x < row.Length; x++)
        {
            // The band crosses the sky on a slope.
            var off = ((frame.U(x) * 0.5f) + v - 0.30f + (noise[x] * 0.12f)) / 0.16f;
            row[x] = Colour.Screen(row[x], light * (Curve.Glow(off) * Curve.Unit(0.65f + noise[x])));
        }
    }
}
