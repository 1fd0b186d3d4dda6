namespace Atelier.Core.Policy.Matching;

/// <summary>Finds pairs among matches that come in the order of their beginnings, in one pass.</summary>
internal ref struct PairFinder
{
    private readonly ReadOnlySpan<Pair> _pairs;

    // Where the newest first word of each pair ended; -1 before there was one.
    private readonly Span<int> _ends;
    private readonly UInt128 _groups;

    /// <param name="ends">Room for as many as there are pairs.</param>
    public PairFinder(PairSet pairs, Span<int> ends)
    {
        _pairs = pairs.All;
        _groups = pairs.Groups;
        _ends = ends;
        ends.Fill(-1);
    }

    /// <summary>Takes the next match; the bits of the pairs that it closes.</summary>
    public readonly ulong Take(in Match match)
    {
        var groups = match.Meaning.Groups;
        if ((groups & _groups) == 0)
        {
            return 0;
        }

        var found = 0UL;
        for (var at = 0; at < _pairs.Length; at++)
        {
            ref readonly var pair = ref _pairs[at];
            var end = _ends[at];
            if ((groups & pair.Second) != 0 && end >= 0 && match.Start >= end && match.Start - end < pair.Within)
            {
                found |= 1UL << at;
            }

            if ((groups & pair.First) != 0)
            {
                _ends[at] = match.End;
            }
        }

        return found;
    }
}
