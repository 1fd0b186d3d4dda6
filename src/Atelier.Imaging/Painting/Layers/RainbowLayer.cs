using System.Numerics;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>A bow around a point on the horizon.</summary>
internal sealed class RainbowLayer(Frame frame, float centreU, float horizonY, float radius) : ILayer
{
    private static readonly Vector3[] Bands =
    [
        Colour.Hex(0x7A4AD0),
        Colour.Hex(0x3F6CE0),
        Colour.Hex(0x38B0D8),
        Colour.Hex(0x4CC060),
        Colour.Hex(0xF0E050),
        Colour.Hex(0xF59A3C),
        Colour.Hex(0xE24040),
    ];

    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        if (y > horizonY)
            return;
        var dy = (y - horizonY - (0.06f * frame.Unit)) * frame.Step;
        for (var x = 0; x < row.Length; x++)
        {
            var dx = frame.U(x) - centreU;
            var part = (MathF.Sqrt((dx * dx) + (dy * dy)) - radius) / 0.075f;
            if (part <= 0f || part >= 1f)
                continue;
            var at = part * (Bands.Length - 1);
            var band = Math.Min((int)at, Bands.Length - 2);
            var colour = Colour.Mix(Bands[band], Bands[band + 1], at - band);
            var soft = Curve.Step(0f, 0.2f, part) * (1f - Curve.Step(0.8f, 1f, part));
            row[x] = Colour.Mix(row[x], colour, soft * 0.55f);
        }
    }
}
