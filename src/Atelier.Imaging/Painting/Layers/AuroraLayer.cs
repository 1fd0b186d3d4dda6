using System.Numerics;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>Curtains of light: a wavering foot, rays that fade upwards from green to violet.</summary>
internal sealed class AuroraLayer : ILayer
{
    private const int Curtains = 3;

    private static readonly Vector3 Low = Colour.Hex(0x3CF0A0);
    private static readonly Vector3 High = Colour.Hex(0x9A4CE8);

    private readonly Frame _frame;
    private readonly float _horizonY;
    private readonly float[][] _foot = new float[Curtains][];
    private readonly float[][] _rays = new float[Curtains][];

    public AuroraLayer(Frame frame, uint seed, float horizonY)
    {
        (_frame, _horizonY) = (frame, horizonY);
        for (var i = 0; i < Curtains; i++)
        {
            var own = seed + ((uint)i * 101u);
            var foot = new float[frame.Width];
            var rays = new float[frame.Width];
            Noise.FillRow(foot, own, frame.Left * 1.1f, frame.Step * 1.1f, 0.3f + (i * 0.7f), 3);
            Noise.FillRow(rays, own + 9, frame.Left * 9f, frame.Step * 9f, 0.6f, 4);
            for (var x = 0; x < foot.Length; x++)
            {
                foot[x] = horizonY - (frame.Unit * (0.14f + (0.10f * i) + (0.16f * foot[x])));
                rays[x] = Curve.Unit(0.55f + (0.75f * rays[x]));
            }
            (_foot[i], _rays[i]) = (foot, rays);
        }
    }

    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        if (y > _horizonY)
            return;
        for (var i = 0; i < Curtains; i++)
        {
            var strength = 0.85f - (0.2f * i);
            for (var x = 0; x < row.Length; x++)
            {
                var above = (_foot[i][x] - y) / (_frame.Unit * (0.18f + (0.14f * _rays[i][x])));
                var light = above < 0f ? Curve.Unit(1f + (above * 7f)) : Curve.Glow(above * 1.15f);
                light = light * light * _rays[i][x] * strength;
                var colour = Colour.Mix(Low, High, Curve.Unit(above * 0.55f));
                row[x] = Colour.Screen(row[x], colour * light);
            }
        }
    }
}
