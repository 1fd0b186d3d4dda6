namespace Atelier.Core.Policy.Matching;

/// <summary>What was found so far, as sets of categories, of groups and of pairs.</summary>
internal record struct Findings(uint Prohibited, uint Flagged, ulong Groups, ulong Pairs)
{
    /// <summary>These and what a term says. Of a negative prompt only groups count.</summary>
    /// <param name="groups">The groups that count.</param>
    public readonly Findings With(Meaning meaning, ulong groups, bool onlyGroups) =>
        new(
            onlyGroups ? Prohibited : Prohibited | meaning.Prohibited,
            onlyGroups ? Flagged : Flagged | meaning.Flagged,
            Groups | (meaning.Groups & groups),
            Pairs
        );
}
