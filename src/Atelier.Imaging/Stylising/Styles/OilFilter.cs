using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Stylising.Lines;
using Atelier.Imaging.Stylising.Smoothing;

namespace Atelier.Imaging.Stylising.Styles;

/// <summary>Patches of a flat brush, drawn out along the shapes, with ridges of paint that catch the light.</summary>
internal sealed class OilFilter : IPhotoFilter
{
    private const uint Bristles = 0x0117;
    private const float Relief = 110f;

    private static readonly Tone Colours = new(light => light + (0.10f * (light - 128f)), 1.5f);

    public Film Apply(Film photo, Rows rows)
    {
        var patches = new Kuwahara(photo.Reach(2.6f)).Apply(photo, rows);
        patches = new Kuwahara(photo.Reach(2.2f)).Apply(patches, rows);
        var flow = new FlowField(patches, 10f, rows);
        var stride = MathF.Max(0.7f, 1.2f * photo.Unit);
        var (film, ridges) = Strokes.Draw(patches, Grain(photo, rows), flow, 7, stride, rows);
        Colours.Apply(film, rows);
        Light(film, ridges, rows);
        return film;
    }

    private static float[] Grain(Film size, Rows rows)
    {
        var grain = GC.AllocateUninitializedArray<float>(size.Width * size.Height);
        // Bristles finer than two pixels would not show.
        var step = MathF.Min(0.45f, 1f / (2.6f * size.Unit));
        rows.Each(
            size.Height,
            () => 0,
            (y, _) => Noise.FillRow(grain.AsSpan(y * size.Width, size.Width), Bristles, 0f, step, y * step, 1)
        );
        return grain;
    }

    // The lamp stands above on the left.
    private static void Light(Film film, float[] ridges, Rows rows)
    {
        var reach = film.Reach(1f);
        rows.Each(
            film.Height,
            () => 0,
            (y, _) =>
            {
                var above = Math.Max(0, y - reach) * film.Width;
                var below = Math.Min(film.Height - 1, y + reach) * film.Width;
                for (var x = 0; x < film.Width; x++)
                {
                    var slope =
                        ridges[below + Math.Min(film.Width - 1, x + reach)] - ridges[above + Math.Max(0, x - reach)];
                    var at = (y * film.Width) + x;
                    var light = (slope * Relief) + 0.5f;
                    film.Red[at] = Tone.Byte(film.Red[at] + light);
                    film.Green[at] = Tone.Byte(film.Green[at] + light);
                    film.Blue[at] = Tone.Byte(film.Blue[at] + light);
                }
            }
        );
    }
}
