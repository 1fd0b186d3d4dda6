using System.Numerics;

namespace Atelier.Imaging.Painting.Core;

/// <summary>A filled outline in pixels, with smooth edges and a gradient down and across.</summary>
internal sealed class Polygon
{
    private const int Samples = 4;

    private readonly float[] _xs;
    private readonly float[] _ys;

    public Polygon(ReadOnlySpan<Vector2> points, Vector3 top, Vector3 low, Vector3 across = default, float opacity = 1f)
    {
        _xs = new float[points.Length];
        _ys = new float[points.Length];
        (Left, Top, Right, Low) = (float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        for (var i = 0; i < points.Length; i++)
        {
            _xs[i] = points[i].X;
            _ys[i] = points[i].Y;
            Left = MathF.Min(Left, _xs[i]);
            Right = MathF.Max(Right, _xs[i]);
            Top = MathF.Min(Top, _ys[i]);
            Low = MathF.Max(Low, _ys[i]);
        }
        (TopColour, LowColour, Across, Opacity) = (top, low, across, opacity);
    }

    public float Left { get; }

    public float Right { get; }

    public float Top { get; }

    public float Low { get; }

    private Vector3 TopColour { get; }

    private Vector3 LowColour { get; }

    /// <summary>Added at the right side and taken away at the left.</summary>
    private Vector3 Across { get; }

    private float Opacity { get; }

    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        var first = Math.Max(0, (int)MathF.Floor(Left));
        var last = Math.Min(row.Length - 1, (int)MathF.Floor(Right));
        if (first > last || y + 1 <= Top || y >= Low)
            return;
        var coverage = scratch.Coverage.AsSpan(first, last - first + 1);
        coverage.Clear();
        for (var s = 0; s < Samples; s++)
            AddSpans(y + ((s + 0.5f) / Samples), first, coverage, scratch.Crossings);

        var down = Colour.Mix(TopColour, LowColour, Curve.Unit((y + 0.5f - Top) / MathF.Max(Low - Top, 1e-3f)));
        var width = MathF.Max(Right - Left, 1e-3f);
        for (var i = 0; i < coverage.Length; i++)
        {
            if (coverage[i] <= 0f)
                continue;
            var side = ((first + i + 0.5f - Left) / width) - 0.5f;
            row[first + i] = Colour.Mix(row[first + i], down + (Across * side), coverage[i] * Opacity);
        }
    }

    private void AddSpans(float y, int first, Span<float> coverage, float[] crossings)
    {
        var count = 0;
        for (int i = 0, j = _ys.Length - 1; i < _ys.Length; j = i++)
        {
            if (_ys[i] > y == _ys[j] > y || count == crossings.Length)
                continue;
            var x = _xs[i] + ((y - _ys[i]) * (_xs[j] - _xs[i]) / (_ys[j] - _ys[i]));
            var at = count++;
            for (; at > 0 && crossings[at - 1] > x; at--)
                crossings[at] = crossings[at - 1];
            crossings[at] = x;
        }
        for (var i = 0; i + 1 < count; i += 2)
            AddSpan(crossings[i] - first, crossings[i + 1] - first, coverage);
    }

    private static void AddSpan(float from, float to, Span<float> coverage)
    {
        from = MathF.Max(from, 0f);
        to = MathF.Min(to, coverage.Length);
        if (to <= from)
            return;
        const float Weight = 1f / Samples;
        var a = (int)from;
        var b = Math.Min((int)to, coverage.Length - 1);
        if (a == b)
        {
            coverage[a] += (to - from) * Weight;
            return;
        }
        coverage[a] += (a + 1 - from) * Weight;
        for (var x = a + 1; x < b; x++)
            coverage[x] += Weight;
        coverage[b] += (to - b) * Weight;
    }
}
