using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Stylising.Smoothing;

namespace Atelier.Imaging.Stylising.Styles;

/// <summary>Washes of gentle colours with shaky rims, where pigment gathers, on paper that shows through.</summary>
internal sealed class WatercolourFilter : IPhotoFilter
{
    private const uint Hand = 0x5EED;
    private const uint Water = 0xA9A;
    private const uint Paper = 0xFACE;

    private static readonly Tone Colours = new(light => 62f + (light * 0.76f), 1.45f);

    public Film Apply(Film photo, Rows rows)
    {
        var drawn = Shake(photo, rows);
        new Bilateral(photo.Reach(6f), 90).Apply(drawn, photo, rows);
        new Bilateral(photo.Reach(4f), 90).Apply(drawn, photo, rows);
        var washes = new Kuwahara(photo.Reach(3f)).Apply(drawn, rows);
        Colours.Apply(washes, rows);
        var light = GC.AllocateUninitializedArray<float>(photo.Width * photo.Height);
        rows.Each(photo.Height, () => 0, (y, _) => LightOf(washes, light, y));
        var around = Blur.Apply(light, photo.Width, photo.Height, 5f * photo.Unit, rows);
        rows.Each(
            photo.Height,
            () => (new float[photo.Width], new float[photo.Width]),
            (y, noise) => Dry(washes, light, around, y, noise.Item1, noise.Item2)
        );
        return washes;
    }

    // A hand does not follow an edge to the pixel.
    private static Film Shake(Film photo, Rows rows)
    {
        var made = new Film(photo.Width, photo.Height);
        var reach = 2.4f * photo.Unit;
        var step = 1f / (26f * photo.Unit);
        rows.Each(
            photo.Height,
            () => (new float[photo.Width], new float[photo.Width]),
            (y, noise) =>
            {
                Noise.FillRow(noise.Item1, Hand, 0f, step, y * step, 2);
                Noise.FillRow(noise.Item2, Hand + 1, 0f, step, y * step, 2);
                for (var x = 0; x < photo.Width; x++)
                {
                    var u = Math.Clamp((int)MathF.Floor(x + (noise.Item1[x] * reach) + 0.5f), 0, photo.Width - 1);
                    var v = Math.Clamp((int)MathF.Floor(y + (noise.Item2[x] * reach) + 0.5f), 0, photo.Height - 1);
                    var (from, to) = ((v * photo.Width) + u, (y * photo.Width) + x);
                    made.Red[to] = photo.Red[from];
                    made.Green[to] = photo.Green[from];
                    made.Blue[to] = photo.Blue[from];
                }
            }
        );
        return made;
    }

    private static void LightOf(Film film, float[] light, int y)
    {
        for (var at = y * film.Width; at < (y + 1) * film.Width; at++)
            light[at] = film.Luma(at);
    }

    private static void Dry(Film film, float[] light, float[] around, int y, float[] water, float[] paper)
    {
        var wet = 1f / (95f * film.Unit);
        var rough = 1f / (3.4f * MathF.Max(film.Unit, 0.4f));
        Noise.FillRow(water, Water, 0f, wet, y * wet, 3);
        Noise.FillRow(paper, Paper, 0f, rough, y * rough, 2);
        for (var x = 0; x < film.Width; x++)
        {
            var at = (y * film.Width) + x;
            var rim = MathF.Min(MathF.Abs(light[at] - around[at]) * 0.055f, 0.6f);
            var pigment = rim + (0.5f * water[x]) + (0.26f * paper[x]);
            // Warm where it is light and cool where it is dark, as painters mix shadows.
            var warm = (light[at] - 128f) * 0.05f;
            film.Red[at] = Settle(film.Red[at] + warm, pigment);
            film.Green[at] = Settle(film.Green[at] + (warm * 0.5f), pigment);
            film.Blue[at] = Settle(film.Blue[at] - warm, pigment);
        }
    }

    // More pigment darkens most in the middle: white paper and full colour cannot take any.
    private static byte Settle(float level, float pigment)
    {
        var share = Curve.Unit(level / 255f);
        return Tone.Byte((share - ((share - (share * share)) * pigment)) * 255f + 0.5f);
    }
}
