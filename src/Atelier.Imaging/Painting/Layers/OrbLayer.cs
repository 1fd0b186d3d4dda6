using System.Numerics;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>The disc of sun or moon.</summary>
internal sealed class OrbLayer(Frame frame, OrbLayer.Orb orb) : ILayer
{
    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        var radius = MathF.Max(orb.Radius * frame.Unit, 0.8f);
        var centre = frame.X(orb.U);
        var dy = y + 0.5f - orb.Y;
        var reach = radius + 1f;
        if (MathF.Abs(dy) > reach)
            return;
        var first = Math.Max(0, (int)(centre - reach));
        var last = Math.Min(row.Length - 1, (int)(centre + reach));
        for (var x = first; x <= last; x++)
        {
            var dx = x + 0.5f - centre;
            var distance = MathF.Sqrt((dx * dx) + (dy * dy));
            var cover = Curve.Unit(radius - distance + 0.5f) * orb.Opacity;
            if (cover <= 0f)
                continue;
            row[x] = Colour.Mix(row[x], Face(dx / radius, dy / radius), cover);
        }
    }

    private Vector3 Face(float x, float y)
    {
        if (!orb.Cratered)
            return orb.Colour;
        var seas = Noise.Fractal(orb.Seed, (x * 1.7f) + 9f, (y * 1.7f) + 5f, 4);
        var rim = 1f - (0.22f * ((x * x) + (y * y)));
        return orb.Colour * (rim - (0.20f * Curve.Step(-0.05f, 0.25f, seas)));
    }

    /// <summary>Place (units, pixels), size (units) and look of a disc.</summary>
    internal sealed record Orb(
        float U,
        float Y,
        float Radius,
        Vector3 Colour,
        bool Cratered,
        uint Seed,
        float Opacity = 1f
    );
}
