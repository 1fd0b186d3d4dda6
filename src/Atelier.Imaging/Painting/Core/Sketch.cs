using System.Numerics;

namespace Atelier.Imaging.Painting.Core;

/// <summary>Draws one thing as polygons: x to the right, y up, 1 is the size of the thing, 0,0 its foot.</summary>
internal sealed class Sketch(List<Polygon> into, float x, float y, float size, bool flip = false, float tilt = 0f)
{
    public float Pixels => size;

    /// <summary>A polygon through x, y pairs.</summary>
    public void Poly(Vector3 top, Vector3 low, params ReadOnlySpan<float> pairs) => Add(Points(pairs), top, low);

    public void Poly(Vector3 colour, params ReadOnlySpan<float> pairs) => Add(Points(pairs), colour, colour);

    public void Box(float left, float low, float right, float top, Vector3 high, Vector3 foot) =>
        Poly(high, foot, left, low, right, low, right, top, left, top);

    public void Oval(float cx, float cy, float rx, float ry, Vector3 top, Vector3 low, float opacity = 1f)
    {
        // Few corners for what is a few pixels large.
        var corners = Math.Clamp((int)(MathF.Max(rx, ry) * size * 1.5f), 8, 40);
        Span<Vector2> points = stackalloc Vector2[corners];
        for (var i = 0; i < corners; i++)
        {
            var turn = (float)i / corners;
            points[i] = Place(cx + (rx * Curve.Cos(turn)), cy + (ry * Curve.Sin(turn)));
        }
        into.Add(new Polygon(points, top, low, opacity: opacity));
    }

    /// <summary>A closed curve that runs smoothly through x, y pairs.</summary>
    public void Smooth(Vector3 top, Vector3 low, params ReadOnlySpan<float> pairs)
    {
        const int Steps = 6;
        var count = pairs.Length / 2;
        Span<Vector2> points = stackalloc Vector2[count * Steps];
        for (var i = 0; i < count; i++)
        {
            var before = At(pairs, i + count - 1);
            var from = At(pairs, i);
            var to = At(pairs, i + 1);
            var after = At(pairs, i + 2);
            for (var s = 0; s < Steps; s++)
            {
                var t = (float)s / Steps;
                var bend =
                    ((to - before) * t)
                    + (((before * 2f) - (from * 5f) + (to * 4f) - after) * (t * t))
                    + (((from * 3f) - before - (to * 3f) + after) * (t * t * t));
                var point = from + (bend * 0.5f);
                points[(i * Steps) + s] = Place(point.X, point.Y);
            }
        }
        into.Add(new Polygon(points, top, low));
    }

    /// <summary>A round lump with an uneven rim: a crown, a bush.</summary>
    public void Lump(float cx, float cy, float radius, Vector3 top, Vector3 low, Vector3 across, ref Rng rng)
    {
        var corners = Math.Clamp((int)(radius * size), 7, 26);
        Span<Vector2> points = stackalloc Vector2[corners];
        for (var i = 0; i < corners; i++)
        {
            var turn = (float)i / corners;
            var reach = radius * rng.Range(0.82f, 1.12f);
            points[i] = Place(cx + (reach * Curve.Cos(turn)), cy + (reach * Curve.Sin(turn)));
        }
        into.Add(new Polygon(points, top, low, across));
    }

    public void Add(ReadOnlySpan<Vector2> points, Vector3 top, Vector3 low, Vector3 across = default) =>
        into.Add(new Polygon(points, top, low, across));

    /// <summary>Tilting shears, which for the small tilts of a boat looks like turning.</summary>
    public Vector2 Place(float px, float py)
    {
        var across = flip ? -px : px;
        return new(x + ((across + (py * tilt)) * size), y - ((py - (across * tilt)) * size));
    }

    private Vector2[] Points(ReadOnlySpan<float> pairs)
    {
        var points = new Vector2[pairs.Length / 2];
        for (var i = 0; i < points.Length; i++)
            points[i] = Place(pairs[i * 2], pairs[(i * 2) + 1]);
        return points;
    }

    private static Vector2 At(ReadOnlySpan<float> pairs, int i)
    {
        i %= pairs.Length / 2;
        return new Vector2(pairs[i * 2], pairs[(i * 2) + 1]);
    }
}
