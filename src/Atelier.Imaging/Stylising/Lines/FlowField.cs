using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Stylising.Smoothing;

namespace Atelier.Imaging.Stylising.Lines;

/// <summary>
/// Which way the shapes of a photo run, everywhere: along edges, and from them into the calm parts between. Found on a small
/// copy, so that it means the same at every size.
/// </summary>
internal sealed class FlowField
{
    private const int MostSide = 512;

    private readonly int _width;
    private readonly int _height;
    private readonly int _shrink;
    private readonly float[] _across;
    private readonly float[] _down;

    /// <param name="calm">How far directions are evened out, in units.</param>
    public FlowField(Film film, float calm, Rows rows)
    {
        _shrink = Math.Max(1, (Math.Max(film.Width, film.Height) + MostSide - 1) / MostSide);
        _width = (film.Width + _shrink - 1) / _shrink;
        _height = (film.Height + _shrink - 1) / _shrink;
        var light = Shrink(film, rows);
        var (xx, xy, yy) = Tensor(light, rows);
        var reach = MathF.Max(1f, calm * film.Unit / _shrink);
        xx = Blur.Apply(xx, _width, _height, reach, rows);
        xy = Blur.Apply(xy, _width, _height, reach, rows);
        yy = Blur.Apply(yy, _width, _height, reach, rows);
        (_across, _down) = Directions(xx, xy, yy);
    }

    /// <summary>The places of the pixels along the line of flow through a pixel, itself first; as many to both sides.</summary>
    /// <param name="places">Gets 2 * steps + 1 places.</param>
    /// <param name="stride">Pixels between two places.</param>
    public void Trace(int x, int y, float stride, int width, int height, Span<int> places)
    {
        places[0] = (y * width) + x;
        var steps = places.Length / 2;
        Walk(x, y, stride, width, height, places.Slice(1, steps));
        Walk(x, y, -stride, width, height, places.Slice(1 + steps, steps));
    }

    private void Walk(int x, int y, float stride, int width, int height, Span<int> places)
    {
        var scale = 1f / _shrink;
        var (u, v) = (x + 0.5f, y + 0.5f);
        var at = ((int)(v * scale) * _width) + (int)(u * scale);
        var (dx, dy) = (_across[at], _down[at]);
        for (var step = 0; step < places.Length; step++)
        {
            u = Math.Clamp(u + (dx * stride), 0.5f, width - 0.5f);
            v = Math.Clamp(v + (dy * stride), 0.5f, height - 0.5f);
            places[step] = ((int)v * width) + (int)u;
            at = ((int)(v * scale) * _width) + (int)(u * scale);
            var (nx, ny) = (_across[at], _down[at]);
            // A line has no head: of its two directions the one that goes on.
            var turn = (nx * dx) + (ny * dy) < 0f ? -1f : 1f;
            (dx, dy) = (nx * turn, ny * turn);
        }
    }

    private float[] Shrink(Film film, Rows rows)
    {
        var light = new float[_width * _height];
        rows.Each(
            _height,
            () => 0,
            (y, _) =>
            {
                for (var x = 0; x < _width; x++)
                {
                    var (right, below) = (
                        Math.Min(film.Width, (x + 1) * _shrink),
                        Math.Min(film.Height, (y + 1) * _shrink)
                    );
                    var (sum, count) = (0, 0);
                    for (var v = y * _shrink; v < below; v++)
                    for (var u = x * _shrink; u < right; u++, count++)
                        sum += film.Luma((v * film.Width) + u);
                    light[(y * _width) + x] = (float)sum / count;
                }
            }
        );
        return light;
    }

    private (float[] Xx, float[] Xy, float[] Yy) Tensor(float[] light, Rows rows)
    {
        var (xx, xy, yy) = (new float[light.Length], new float[light.Length], new float[light.Length]);
        rows.Each(
            _height,
            () => 0,
            (y, _) =>
            {
                var (above, here, below) = (
                    Math.Max(0, y - 1) * _width,
                    y * _width,
                    Math.Min(_height - 1, y + 1) * _width
                );
                for (var x = 0; x < _width; x++)
                {
                    var (left, right) = (Math.Max(0, x - 1), Math.Min(_width - 1, x + 1));
                    var dx =
                        light[above + right]
                        - light[above + left]
                        + (2f * (light[here + right] - light[here + left]))
                        + light[below + right]
                        - light[below + left];
                    var dy =
                        light[below + left]
                        - light[above + left]
                        + (2f * (light[below + x] - light[above + x]))
                        + light[below + right]
                        - light[above + right];
                    xx[here + x] = dx * dx;
                    xy[here + x] = dx * dy;
                    yy[here + x] = dy * dy;
                }
            }
        );
        return (xx, xy, yy);
    }

    // Across the steepest rise.
    private static (float[] Across, float[] Down) Directions(float[] xx, float[] xy, float[] yy)
    {
        for (var at = 0; at < xx.Length; at++)
        {
            var (e, f, g) = (xx[at], xy[at], yy[at]);
            var rise = 0.5f * (e + g + MathF.Sqrt(((e - g) * (e - g)) + (4f * f * f)));
            var (dx, dy) = (f, rise - e);
            var length = MathF.Sqrt((dx * dx) + (dy * dy));
            (xx[at], yy[at]) =
                length >= 1e-3f ? (-dy / length, dx / length)
                : e > g ? (0f, 1f)
                : (1f, 0f);
        }

        return (xx, yy);
    }
}
