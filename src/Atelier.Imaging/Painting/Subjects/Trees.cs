using System.Numerics;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Subjects;

/// <summary>Trees of one unit of height.</summary>
internal static class Trees
{
    /// <param name="snow">Colour of the lit side of each tier: snow, or lighter needles.</param>
    public static void Conifer(Sketch sketch, Vector3 needles, Vector3 snow, ref Rng rng)
    {
        var dark = needles * 0.62f;
        sketch.Box(-0.018f, -0.01f, 0.018f, 0.16f, dark, dark * 0.8f);
        if (sketch.Pixels < 26f)
        {
            var width = rng.Range(0.15f, 0.21f);
            sketch.Poly(needles, dark, 0f, 1f, width, 0.06f, -width, 0.06f);
            return;
        }
        var slim = rng.Range(0.15f, 0.20f);
        Silhouette(sketch, needles, dark, slim, ref rng);
        var levels = Math.Clamp((int)(sketch.Pixels / 11f), 6, 26);
        for (var i = levels - 1; i >= 0; i--)
        {
            var part = 0.94f * (i + 0.7f) / levels;
            var boughs = 2 + (int)(part * (sketch.Pixels > 140f ? 8f : 4f));
            for (var j = 0; j < boughs; j++)
            {
                var across = boughs == 1 ? 0f : (j / (boughs - 1f) * 2f) - 1f;
                across = (across * 0.9f) + rng.Range(-0.14f, 0.14f);
                var tone = Colour.Mix(needles, snow, rng.Range(0.55f, 1.05f));
                Bough(
                    sketch,
                    across * slim * part * 0.8f,
                    0.97f - (0.90f * part),
                    slim * (0.10f + (0.26f * part)),
                    across,
                    tone,
                    ref rng
                );
            }
        }
    }

    public static void Broadleaf(Sketch sketch, Vector3 leaves, Vector3 bark, Vector3 light, float side, ref Rng rng)
    {
        sketch.Poly(bark, bark * 0.7f, -0.035f, 0f, 0.035f, 0f, 0.02f, 0.5f, -0.02f, 0.5f);
        if (sketch.Pixels > 60f)
        {
            sketch.Poly(bark, bark, -0.01f, 0.3f, 0.015f, 0.28f, 0.16f, 0.55f, 0.14f, 0.56f);
            sketch.Poly(bark, bark, 0.01f, 0.3f, -0.015f, 0.28f, -0.15f, 0.52f, -0.13f, 0.54f);
        }
        var across = (light - leaves) * (0.25f * side);
        // A few large lumps give the crown its shape, many small ones its leaves.
        for (var i = 0; i < 9; i++)
            Leaves(sketch, leaves * 0.62f, light, 0.20f, rng.Range(0.13f, 0.19f), across, ref rng);
        var count = sketch.Pixels switch
        {
            < 30f => 0,
            < 90f => 40,
            < 220f => 130,
            _ => 420,
        };
        var size = sketch.Pixels < 90f ? 0.060f : 0.036f;
        for (var i = 0; i < count; i++)
            Leaves(sketch, leaves, light, 0.30f, size * rng.Range(0.6f, 1.25f), across, ref rng);
    }

    private static void Leaves(
        Sketch sketch,
        Vector3 leaves,
        Vector3 light,
        float spread,
        float radius,
        Vector3 across,
        ref Rng rng
    )
    {
        var turn = rng.Float();
        var reach = spread * MathF.Sqrt(rng.Float());
        var cx = reach * Curve.Cos(turn) * 1.05f;
        var cy = 0.65f + (reach * 0.88f * Curve.Sin(turn));
        // Leaves low in the crown lie in the shade of the others.
        var lit = Curve.Unit(0.30f + ((cy - 0.50f) * 1.7f)) * rng.Range(0.7f, 1.2f);
        var tone = Colour.Mix(leaves * 0.60f, Colour.Mix(leaves * 1.12f, light, 0.18f), lit);
        sketch.Lump(cx, cy, radius, tone * 1.05f, tone * 0.82f, across * radius * 4f, ref rng);
    }

    /// <summary>A tree as a sign of itself, for styles that leave out detail.</summary>
    public static void Plain(Sketch sketch, Vector3 leaves, Vector3 bark, bool leafy)
    {
        sketch.Box(-0.018f, 0f, 0.018f, 0.45f, bark, bark);
        if (leafy)
            sketch.Oval(0f, 0.66f, 0.27f, 0.33f, leaves, leaves);
        else
            sketch.Poly(leaves, 0f, 1f, 0.19f, 0.12f, -0.19f, 0.12f);
    }

    public static void Palm(Sketch sketch, Vector3 leaves, Vector3 bark, ref Rng rng)
    {
        var lean = rng.Range(0.12f, 0.26f);
        sketch.Smooth(
            bark,
            bark * 0.7f,
            -0.024f,
            0f,
            0.024f,
            0f,
            (lean * 0.5f) + 0.012f,
            0.45f,
            lean + 0.012f,
            0.83f,
            lean - 0.012f,
            0.83f,
            (lean * 0.4f) - 0.016f,
            0.45f
        );
        for (var i = 0; i < 19; i++)
        {
            // Fronds rise, bend and hang; the outer half is below the crown.
            var turn = ((i * 0.618f) - MathF.Floor(i * 0.618f)) * 0.5f;
            var dx = Curve.Cos(turn) * rng.Range(0.30f, 0.44f);
            var rise = 0.05f + (0.13f * Curve.Sin(turn));
            var fall = rng.Range(0.10f, 0.20f) - (0.10f * Curve.Sin(turn));
            var tone = leaves * rng.Range(0.65f, 1.2f);
            sketch.Smooth(
                tone * 1.1f,
                tone * 0.7f,
                lean,
                0.835f,
                lean + (dx * 0.5f),
                0.84f + rise,
                lean + dx,
                0.84f - fall,
                lean + (dx * 0.52f),
                0.825f + (rise * 0.72f)
            );
        }
    }

    /// <summary>The dark body: boughs as teeth, wider towards the ground.</summary>
    private static void Silhouette(Sketch sketch, Vector3 needles, Vector3 dark, float slim, ref Rng rng)
    {
        const int Teeth = 13;
        Span<Vector2> points = stackalloc Vector2[(Teeth * 4) + 1];
        points[0] = sketch.Place(0f, 1f);
        for (var i = 0; i < Teeth; i++)
        {
            var part = (i + 1f) / Teeth;
            var y = 1f - (0.93f * part);
            var half = i == Teeth - 1 ? slim * 0.55f : slim * (0.08f + (0.95f * part));
            points[(i * 2) + 1] = sketch.Place(half * rng.Range(0.85f, 1.15f), y - 0.012f);
            points[(i * 2) + 2] = sketch.Place(half * 0.62f, y + 0.012f);
            points[^((i * 2) + 1)] = sketch.Place(-half * rng.Range(0.85f, 1.15f), y - 0.012f);
            points[^((i * 2) + 2)] = sketch.Place(-half * 0.62f, y + 0.012f);
        }
        sketch.Add(points, needles * 0.8f, dark * 0.8f);
    }

    /// <summary>One hanging bough that catches light or snow.</summary>
    private static void Bough(Sketch s, float x, float y, float wide, float across, Vector3 tone, ref Rng rng)
    {
        var reach = wide * rng.Range(0.7f, 1.2f);
        var drop = reach * (0.28f + (0.30f * MathF.Abs(across)));
        var lean = reach * 0.7f * across;
        var deep = reach * 0.42f;
        s.Poly(
            tone,
            tone * 0.80f,
            x + (lean * 0.2f),
            y + (deep * 0.6f),
            x + lean + (reach * 0.55f),
            y - drop,
            x + (lean * 0.8f),
            y - (deep * 0.25f),
            x + lean - (reach * 0.55f),
            y - drop
        );
    }
}
