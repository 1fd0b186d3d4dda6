namespace Atelier.Core.Policy.Matching;

/// <summary>
/// Finds the harmless terms of a text and how sure each is. A comma inside one undoes it: "nude, heels" are no shoes. Behind
/// a person it may tell of that person, and before a thing it tells of the thing.
/// </summary>
internal static class CoverFinder
{
    /// <summary>In the order of their beginnings; null where there is none.</summary>
    public static List<Cover>? Find(List<Match> matches, Lattice lattice, SpecialGroups groups)
    {
        if (!matches.Exists(match => match.Meaning.Covers))
        {
            return null;
        }

        var places = new Places(lattice, groups);
        foreach (var match in matches)
        {
            places.Add(match);
        }

        var covers = new List<Cover>();
        foreach (var match in matches)
        {
            if (match.Meaning.Covers && !IsBroken(lattice, match.Start, match.End - 1))
            {
                covers.Add(new Cover(match.Start, match.End, ReachOf(match, places)));
            }
        }

        return covers;
    }

    private static Reach ReachOf(in Match match, Places places)
    {
        var (meaning, place) = (match.Meaning, match.Start);
        return meaning.Harmless
            ? places.IsBare(place) && places.TellsOfPerson(place)
                ? Reach.Doubt
                : Reach.Nowhere
            : !meaning.Doubtful
                ? Reach.Minors
                : places.IsBeforeThing(match.End)
                    ? places.TellsOfPerson(place)
                        ? Reach.Doubt
                        : Reach.Nowhere
                    : places.IsBehindPerson(place)
                        ? Reach.Minors
                        : Reach.Doubt;
    }

    // Between the first token and the last.
    private static bool IsBroken(Lattice lattice, int first, int last)
    {
        for (var at = first + 1; at <= last; at++)
        {
            if (lattice[at].Broken)
            {
                return true;
            }
        }

        return false;
    }
}
