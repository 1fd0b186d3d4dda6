using System.Numerics;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>Folds of colour that flow into each other, each throwing a soft shadow on the next.</summary>
/// <param name="colours">From the top of the picture to its lower side; two or more.</param>
/// <param name="wild">0 for calm lines, 1 for whirls.</param>
internal sealed class FlowLayer(Frame frame, uint seed, IReadOnlyList<Vector3> colours, float wild) : ILayer
{
    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        var v = (y + 0.5f) / frame.Height;
        var pv = v * frame.Height * frame.Step;
        var warp = 0.35f + (0.55f * wild);
        for (var x = 0; x < row.Length; x++)
        {
            var u = frame.U(x);
            var a = Noise.Fractal(seed, (u * 0.9f) + 7f, (pv * 0.9f) + 3f, 2);
            var b = Noise.Fractal(seed + 31, (u * 0.9f) + 2f, (pv * 0.9f) + 8f, 2);
            var c = Noise.Fractal(seed + 57, (u * 0.8f) + (a * warp * 1.6f), (pv * 1.5f) + (b * warp * 1.6f) + 5f, 3);
            var at = ((v * 1.06f) - 0.03f + (c * (0.16f + (0.22f * wild))) + (a * 0.05f)) * colours.Count;
            row[x] = Smooth(at, c, b);
        }
    }

    /// <summary>The rim of a fold is blended over about two pixels, or it would show steps.</summary>
    private Vector3 Smooth(float at, float c, float b)
    {
        var into = at - MathF.Floor(at);
        var soft = 1.8f * colours.Count / frame.Height;
        var colour = Fold(at, c, b);
        return into < soft && at > 1f ? Colour.Mix(Fold(at - into - 0.0005f, c, b), colour, into / soft) : colour;
    }

    private Vector3 Fold(float at, float c, float b)
    {
        at =
            at < 0f ? 0f
            : at > colours.Count - 0.001f ? colours.Count - 0.001f
            : at;
        var band = (int)at;
        var part = at - band;
        var own = colours[band];
        var next = colours[Math.Min(band + 1, colours.Count - 1)];
        var colour = Colour.Mix(own, next, part * 0.35f);
        // Light on the upper rim, shadow of the fold above below it.
        var rim = Curve.Step(0.08f, 0f, part);
        colour *= 0.96f + (0.16f * b) + (0.08f * c);
        colour = Colour.Mix(colour, Vector3.One, rim * 0.20f);
        return Colour.Limit(colour * (1f - (0.42f * Curve.Step(0.62f, 1f, part))));
    }
}
