using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Stylising.Smoothing;

namespace Atelier.Imaging.Stylising.Lines;

/// <summary>
/// Outlines as a pen would draw them: where a photo is darker than what lies around it, drawn out along the shapes, without
/// the specks that texture leaves.
/// </summary>
internal sealed record InkLines
{
    private const float LeastUnit = 0.5f;

    /// <summary>How wide the pen is, in units.</summary>
    public required float Width { get; init; }

    /// <summary>Levels darker than its surroundings from which a line begins.</summary>
    public required float From { get; init; }

    /// <summary>Levels from which it is as dark as ink gets.</summary>
    public required float To { get; init; }

    /// <summary>Lines with fewer square units are left out.</summary>
    public required float Least { get; init; }

    /// <summary>How much ink lies on each pixel, 0 to 1.</summary>
    public float[] Draw(Film film, FlowField flow, Rows rows)
    {
        var light = LightOf(film, rows);
        // Below that a pen has no pixels to draw with.
        var width = Width * MathF.Max(film.Unit, LeastUnit);
        var fine = Blur.Apply(light, film.Width, film.Height, 1.6f * width, rows);
        var wide = Blur.Apply(light, film.Width, film.Height, 4.2f * width, rows);
        rows.Each(
            film.Height,
            () => 0,
            (y, _) =>
            {
                for (var at = y * film.Width; at < (y + 1) * film.Width; at++)
                    light[at] = wide[at] - fine[at];
            }
        );
        var ink = Strokes.Draw(light, film, flow, 5, MathF.Max(0.7f, film.Unit), rows);
        rows.Each(
            film.Height,
            () => 0,
            (y, _) =>
            {
                for (var at = y * film.Width; at < (y + 1) * film.Width; at++)
                    ink[at] = Curve.Step(From, To, ink[at]);
            }
        );
        Specks.Remove(ink, film.Width, film.Height, (int)(Least * film.Unit * film.Unit));
        return ink;
    }

    private static float[] LightOf(Film film, Rows rows)
    {
        var light = GC.AllocateUninitializedArray<float>(film.Width * film.Height);
        rows.Each(
            film.Height,
            () => 0,
            (y, _) =>
            {
                for (var at = y * film.Width; at < (y + 1) * film.Width; at++)
                    light[at] = film.Luma(at);
            }
        );
        return light;
    }
}
