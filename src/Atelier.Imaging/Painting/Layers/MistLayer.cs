using System.Numerics;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>A bank of mist: thickest at one row, drifting in patches.</summary>
internal sealed class MistLayer(Frame frame, uint seed, float middle, float thickness, float strength, Vector3 colour)
    : ILayer
{
    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        var off = (y - middle) / thickness;
        var body = Curve.Unit(1f - (off * off));
        if (body <= 0f)
            return;
        Noise.FillRow(scratch.A, seed, frame.Left * 1.8f, frame.Step * 1.8f, y * frame.Step * 6f, 4);
        for (var x = 0; x < row.Length; x++)
        {
            var patch = Curve.Unit(0.75f + (scratch.A[x] * 0.8f));
            row[x] = Colour.Mix(row[x], colour, body * body * patch * strength);
        }
    }
}
