using System.Numerics;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>Rain streaks or snow flakes in three depths, on a jittered grid.</summary>
internal sealed class PrecipitationLayer(Frame frame, uint seed, bool flakes, Vector3 colour) : ILayer
{
    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        for (var depth = 0; depth < 3; depth++)
        {
            var cell = frame.Unit * (flakes ? 0.040f : 0.036f) * (1f + (depth * 0.9f));
            var cv = (int)MathF.Floor(y / cell);
            for (var near = cv - 1; near <= cv + 1; near++)
            {
                for (var cu = (int)(-frame.Width * 0.5f / cell) - 2; cu <= (int)(frame.Width * 0.5f / cell) + 2; cu++)
                    Drop(Rng.Hash(seed + (uint)depth, cu, near), cu, near, cell, depth, y, row);
            }
        }
    }

    private void Drop(uint hash, int cu, int cv, float cell, int depth, int y, Span<Vector3> row)
    {
        if ((hash & 3) == 0)
            return;
        var x = (frame.Width * 0.5f) + ((cu + (((hash >> 8) & 255) / 255f)) * cell);
        var dy = y + 0.5f - ((cv + (((hash >> 16) & 255) / 255f)) * cell);
        var size = frame.Unit * (flakes ? 0.0019f : 0.0007f) * (1f + (depth * 0.7f));
        var reach = flakes ? size : cell * 0.5f;
        if (MathF.Abs(dy) > reach)
            return;
        var middle = flakes ? x : x - (dy * 0.22f);
        var half = flakes ? MathF.Sqrt((reach * reach) - (dy * dy)) : size;
        var alpha = flakes ? 0.85f - (0.2f * depth) : 0.34f * (1f - (MathF.Abs(dy) / reach));
        for (var i = Math.Max(0, (int)(middle - half)); i <= Math.Min(row.Length - 1, (int)(middle + half)); i++)
        {
            var cover = MathF.Min(middle + half, i + 1) - MathF.Max(middle - half, i);
            row[i] = Colour.Mix(row[i], colour, Curve.Unit(cover) * alpha);
        }
    }
}
