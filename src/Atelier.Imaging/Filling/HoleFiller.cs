using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Filling;

/// <summary>
/// Fills holes with pieces of the picture around them, from coarse to fine: what stands there afterwards fits its
/// surroundings at every scale and was copied from them. No words, no model; the same seed gives the same bytes.
/// </summary>
internal sealed class HoleFiller(Rows rows, uint seed)
{
    private const int LeastSources = 64;

    // Beyond this many a scale is too fine to search; it takes the finds of the coarser one.
    private const int MostSearched = 500_000;

    // And beyond this many pixels it copies what they say, since finds of its own would take too much memory.
    private const int MostVoted = 4_500_000;

    /// <summary>Where a pixel of the hole could be guessed to come from, by its share of width and height; null knows nothing.</summary>
    public Func<Plane, int, int>? Guess { get; init; }

    /// <summary>Pixels of the shorter side of the coarsest scale; the smaller, the freer what comes.</summary>
    public int Coarsest { get; init; } = 28;

    /// <summary>Whether a place of a plane (the last) may serve for another (the one before it); null takes all.</summary>
    public Func<Plane, int, int, bool>? Fits { get; init; }

    /// <summary>Fills the hole of the plane in place; its other pixels stay as they are.</summary>
    public void Fill(Plane plane)
    {
        var planes = Pyramid(plane);
        PatchField? coarse = null;
        Plane? above = null;
        Plane? searched = null;
        var finer = 0;
        for (var level = planes.Count - 1; level >= 0; level--)
        {
            var here = planes[level];
            if (above is null)
                SmoothFill.Paint(here);
            else
                here.TakeFrom(above);
            if (here.Hole.Length > MostVoted)
            {
                finer++;
                Copy(here, searched, coarse, finer);
                above = here;
                continue;
            }

            above = here;
            var field = new PatchField(
                here,
                seed + ((uint)level * 7919u),
                Fits is null ? null : (target, find) => Fits(here, target, find)
            );
            if (field.Targets.Length == 0 || field.Sources.Length < LeastSources)
                continue;

            var depth = Depths.Of(here);
            field.Begin(coarse, Guess is null ? null : at => Guess(here, at), rows);
            if (coarse is not null || Guess is not null)
                PatchVote.Paint(here, field, depth, sharp: false, rows);
            Settle(here, field, depth, level, planes.Count);
            if (level == 0)
                Seam.Close(here, field, depth, rows);
            (searched, coarse) = (here, field);
        }
    }

    private void Settle(Plane here, PatchField field, byte[] depth, int level, int levels)
    {
        var searched = field.Targets.Length <= MostSearched;
        var rounds =
            !searched ? 1
            : level == levels - 1 ? 16
            : Math.Clamp(4 + (2 * level), 4, 10);
        for (var round = 0; round < rounds; round++)
        {
            field.Measure(rows);
            if (searched)
                field.Improve((level * 64) + round, Patches.Log2(Math.Max(here.Width, here.Height)), rows);
            PatchVote.Paint(here, field, depth, sharp: level == 0 && round == rounds - 1, rows);
        }
    }

    // Each pixel from where its find in a coarser plane lies; where that is a hole too, it stays as it came from there.
    private static void Copy(Plane here, Plane? searched, PatchField? coarse, int finer)
    {
        if (searched is null || coarse is null)
            return;

        for (var y = 0; y < here.Height; y++)
        for (var x = 0; x < here.Width; x++)
        {
            var at = (y * here.Width) + x;
            if (here.Hole[at] == 0)
                continue;
            var thereX = Math.Clamp(x >> finer, Patches.Half, searched.Width - 1 - Patches.Half);
            var thereY = Math.Clamp(y >> finer, Patches.Half, searched.Height - 1 - Patches.Half);
            var find = coarse.At((thereY * searched.Width) + thereX);
            if (find < 0)
                continue;
            var fromX = Math.Clamp((((find % searched.Width) - thereX) << finer) + x, 0, here.Width - 1);
            var fromY = Math.Clamp((((find / searched.Width) - thereY) << finer) + y, 0, here.Height - 1);
            if (here.Hole[(fromY * here.Width) + fromX] == 0)
                here.Pixels[at] = here.Pixels[(fromY * here.Width) + fromX];
        }
    }

    private List<Plane> Pyramid(Plane plane)
    {
        var planes = new List<Plane> { plane };
        while (true)
        {
            var last = planes[^1];
            if (Math.Min(last.Width, last.Height) < 2 * Coarsest)
                return planes;
            var half = last.Halve();
            // Where the hole is gone there is nothing to learn.
            if (half.Missing() == 0 || !HasSources(half))
                return planes;
            planes.Add(half);
        }
    }

    private static bool HasSources(Plane plane) =>
        plane.Hole.Length > MostVoted || new PatchField(plane, 0).Sources.Length >= LeastSources;
}
