using System.Numerics;
using Atelier.Imaging.Painting.Composition;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>Clouds as a plane of noise seen in perspective, lit from the side of the light.</summary>
/// <param name="cover">0 clear to 1 overcast.</param>
internal sealed class CloudLayer(Stage stage, uint seed, float cover) : ILayer
{
    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        var frame = stage.Frame;
        var high = (stage.HorizonY - y) / frame.Unit;
        if (high <= 0.015f)
            return;
        var depth = 0.62f / (high + 0.22f);
        var across = depth * 1.5f;
        var v = depth * 2.5f;
        var octaves = stage.Rules.Flat ? 2 : 6;
        Noise.FillRow(scratch.A, seed, frame.Left * across, frame.Step * across, v, octaves);
        var shift = stage.LightSide * 0.10f;
        Noise.FillRow(scratch.B, seed, (frame.Left * across) + shift, frame.Step * across, v + 0.16f, octaves - 1);

        var edge = Curve.Lerp(0.34f, -0.42f, cover);
        var soft = stage.Rules.Flat ? 0.02f : 0.32f;
        var fade = Curve.Step(0.015f, 0.12f, high) * (stage.Rules.Flat ? 1f : 0.92f);
        for (var x = 0; x < row.Length; x++)
        {
            var thick = Curve.Step(edge, edge + soft, scratch.A[x]);
            if (thick <= 0f)
                continue;
            var lit = 0.62f + ((scratch.B[x] - scratch.A[x]) * -1.7f) - (0.35f * thick * cover);
            if (stage.Rules.Flat)
                lit = scratch.A[x] > edge + 0.2f ? 0.55f : 0.95f;
            var colour = Colour.Mix(stage.Palette.CloudShade, stage.Palette.CloudLit, Curve.Unit(lit));
            row[x] = Colour.Mix(row[x], colour, thick * fade);
        }
    }
}
