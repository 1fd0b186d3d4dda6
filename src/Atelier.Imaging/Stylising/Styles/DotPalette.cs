using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Stylising.Styles;

/// <summary>The few colours that stand for all of a film best, by k-means; the first guess is drawn from a fixed seed.</summary>
internal sealed class DotPalette
{
    private const ulong Draws = 0xD075;
    private const int Rounds = 12;

    private readonly (int Red, int Green, int Blue)[] _colours;

    private DotPalette((int Red, int Green, int Blue)[] colours) => _colours = colours;

    /// <param name="count">Colours at most; a film with fewer has fewer.</param>
    public static DotPalette Of(Film film, int count)
    {
        var palette = new DotPalette(Guess(film, count));
        for (var round = 0; round < Rounds; round++)
            palette.Improve(film);
        return palette;
    }

    /// <summary>Each pixel takes the colour nearest to it.</summary>
    public void Apply(Film film, Rows rows) =>
        rows.Each(
            film.Height,
            () => 0,
            (y, _) =>
            {
                for (var at = y * film.Width; at < (y + 1) * film.Width; at++)
                {
                    var (red, green, blue) = _colours[Nearest(film, at)];
                    film.Red[at] = (byte)red;
                    film.Green[at] = (byte)green;
                    film.Blue[at] = (byte)blue;
                }
            }
        );

    // One after the other, those far from all that there are more likely.
    private static (int Red, int Green, int Blue)[] Guess(Film film, int count)
    {
        var rng = new Rng(Draws);
        var colours = new List<(int Red, int Green, int Blue)>(count);
        var far = new int[film.Red.Length];
        Array.Fill(far, 1);
        while (colours.Count < count)
        {
            var all = far.Sum(apart => (long)apart);
            if (all == 0)
                break;
            var drawn = (long)(rng.Next() % (ulong)all);
            var at = 0;
            while (drawn >= far[at])
                drawn -= far[at++];
            var colour = (film.Red[at], film.Green[at], film.Blue[at]);
            colours.Add(colour);
            for (var i = 0; i < far.Length; i++)
            {
                var apart = Apart(film, i, colour);
                far[i] = colours.Count == 1 ? apart : Math.Min(far[i], apart);
            }
        }

        return [.. colours];
    }

    private void Improve(Film film)
    {
        var sums = new (long Red, long Green, long Blue, long Count)[_colours.Length];
        for (var at = 0; at < film.Red.Length; at++)
        {
            ref var sum = ref sums[Nearest(film, at)];
            sum = (sum.Red + film.Red[at], sum.Green + film.Green[at], sum.Blue + film.Blue[at], sum.Count + 1);
        }

        for (var i = 0; i < sums.Length; i++)
        {
            var (red, green, blue, n) = sums[i];
            if (n > 0)
                _colours[i] = ((int)((red + (n / 2)) / n), (int)((green + (n / 2)) / n), (int)((blue + (n / 2)) / n));
        }
    }

    private int Nearest(Film film, int at)
    {
        var (best, least) = (0, int.MaxValue);
        for (var i = 0; i < _colours.Length; i++)
        {
            var apart = Apart(film, at, _colours[i]);
            if (apart < least)
                (best, least) = (i, apart);
        }

        return best;
    }

    // Eyes see differences of green best; a hue that few dots have must not drown in one that many have.
    private static int Apart(Film film, int at, (int Red, int Green, int Blue) colour)
    {
        var (red, green, blue) = (
            film.Red[at] - colour.Red,
            film.Green[at] - colour.Green,
            film.Blue[at] - colour.Blue
        );
        var (warm, cold) = (red - green, green - blue);
        return (2 * red * red) + (4 * green * green) + (3 * blue * blue) + (6 * warm * warm) + (3 * cold * cold);
    }
}
