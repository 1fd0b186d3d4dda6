using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Stylising.Styles;

/// <summary>Lays ink over a film.</summary>
internal static class Pigment
{
    /// <param name="ink">How much lies on each pixel, 0 to 1.</param>
    /// <param name="strength">How much of what is below a full layer hides, 0 to 1.</param>
    public static void Lay(Film film, float[] ink, float strength, (int Red, int Green, int Blue) colour, Rows rows) =>
        rows.Each(
            film.Height,
            () => 0,
            (y, _) =>
            {
                for (var at = y * film.Width; at < (y + 1) * film.Width; at++)
                {
                    var share = ink[at] * strength;
                    if (share <= 0f)
                        continue;
                    film.Red[at] = Mix(film.Red[at], colour.Red, share);
                    film.Green[at] = Mix(film.Green[at], colour.Green, share);
                    film.Blue[at] = Mix(film.Blue[at], colour.Blue, share);
                }
            }
        );

    private static byte Mix(byte below, int above, float share) => (byte)(below + ((above - below) * share) + 0.5f);
}
