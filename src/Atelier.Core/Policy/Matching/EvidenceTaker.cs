namespace Atelier.Core.Policy.Matching;

/// <summary>Collects groups and pairs of matches that come in the order of their beginnings.</summary>
/// <param name="counted">The groups that count.</param>
/// <param name="onlyGroups">Whether pairs do not.</param>
internal ref struct EvidenceTaker(PairSet pairs, Span<int> room, UInt128 counted, bool onlyGroups)
{
    private readonly PairFinder _finder = new(pairs, room);

    public Evidence Found { get; private set; }

    public void Take(in Match match) =>
        Found |= new Evidence(match.Meaning.Groups & counted, onlyGroups ? 0 : _finder.Take(match));
}
