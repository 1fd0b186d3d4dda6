using System.Numerics;
using Atelier.Imaging.Painting.Composition;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>Land below an outline: mountains, hills, dunes, meadows, snow fields.</summary>
/// <param name="tops">Row of the outline for each column.</param>
/// <param name="bottom">Last row that can be seen.</param>
internal sealed class TerrainLayer(Stage stage, float[] tops, float bottom, uint seed, TerrainLook look) : ILayer
{
    // In texture cells: small enough for fine edges, large enough to see the large forms.
    private const float Lean = 0.11f;

    private readonly float _highest = tops.Min();
    private readonly float[] _slopes = look.Slope > 0f ? Slopes(tops, stage.Frame.Unit * 0.02f) : [];

    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        if (y + 1 < _highest || y > bottom)
            return;
        var shaded = look.Relief > 0f;
        if (shaded)
            Texture(y, scratch);
        for (var x = 0; x < row.Length; x++)
        {
            var cover = Curve.Unit(y + 1 - tops[x]);
            if (cover <= 0f)
                continue;
            var depth = (y - tops[x]) * stage.Frame.Step / look.Depth;
            var shade = 0f;
            var noise = 0f;
            if (shaded)
            {
                noise = scratch.A[x];
                shade = (noise - scratch.B[x]) * look.Relief * 3.2f;
                if (look.Flat)
                    shade =
                        noise * look.Relief > 0.12f ? 0.35f
                        : noise < -0.25f ? -0.25f
                        : 0f;
            }
            if (look.Slope > 0f)
                shade += Side(x, y - tops[x], noise) * (1f - (0.7f * Curve.Unit(depth)));
            row[x] = Colour.Mix(row[x], Surface(y, depth, noise, shade), cover);
        }
    }

    /// <summary>Light or shadow of the slope above; the line between the two wanders on its way down.</summary>
    private float Side(int x, float below, float noise)
    {
        var from = x + (int)(below * ((noise * 0.7f) - (stage.LightSide * 0.25f)));
        var slope = _slopes[Math.Clamp(from, 0, _slopes.Length - 1)] * stage.LightSide;
        if (look.Flat)
            return slope > 0.08f ? 0.25f * look.Slope
                : slope < -0.08f ? -0.5f * look.Slope
                : 0f;
        slope =
            slope < -1f ? -1f
            : slope > 1f ? 1f
            : slope;
        return look.Slope * (slope < 0f ? slope * 0.6f : slope * 0.4f);
    }

    /// <summary>Rows the outline falls per column to the right, over a window of columns.</summary>
    private static float[] Slopes(float[] tops, float window)
    {
        var reach = Math.Max(1, (int)window);
        var slopes = new float[tops.Length];
        for (var x = 0; x < tops.Length; x++)
        {
            var left = Math.Max(0, x - reach);
            var right = Math.Min(tops.Length - 1, x + reach);
            slopes[x] = (tops[right] - tops[left]) / Math.Max(1, right - left) * 1.4f;
        }
        return slopes;
    }

    private Vector3 Surface(int y, float depth, float noise, float shade)
    {
        var colour = look.Crest;
        if (look.SnowLine >= 0f)
        {
            var above =
                ((look.SnowLine - y) * stage.Frame.Step)
                + (noise * MathF.Min(0.09f, look.Depth * 0.28f))
                + (shade * 0.02f);
            colour = Colour.Mix(colour, look.Snow, Curve.Step(0f, look.Flat ? 0.004f : 0.03f, above));
        }
        shade =
            shade < -0.55f ? -0.55f
            : shade > 0.6f ? 0.6f
            : shade;
        colour = shade < 0f ? colour * (1f + shade) : Colour.Mix(colour, look.Light, shade * 0.5f);
        return Colour.Mix(colour, look.Foot, Curve.Step(0f, 1f, depth));
    }

    /// <summary>Height of the surface in A, and in B the height a little towards the light: the difference is shade.</summary>
    private void Texture(int y, Scratch scratch)
    {
        var frame = stage.Frame;
        var scale = 1f;
        var v = y * frame.Step * look.GrainV;
        if (look.Perspective)
        {
            var near = Curve.Unit((y - _highest) / MathF.Max(1f, frame.Height - _highest));
            scale = 1f / (0.10f + near);
            v = scale * look.GrainV;
        }
        var across = look.GrainU * scale;
        var octaves = look.Flat ? 2 : 6;
        Noise.FillRow(scratch.A, seed, frame.Left * across, frame.Step * across, v, octaves);
        if (!look.Flat)
        {
            var beside = (frame.Left * across) + (stage.LightSide * Lean);
            Noise.FillRow(scratch.B, seed, beside, frame.Step * across, v - (Lean * 0.7f), octaves);
        }
        if (look.Ridged)
        {
            Ridge(scratch.A);
            Ridge(scratch.B);
        }
    }

    private static void Ridge(Span<float> row)
    {
        for (var x = 0; x < row.Length; x++)
            row[x] = 0.3f - MathF.Abs(row[x]);
    }
}
