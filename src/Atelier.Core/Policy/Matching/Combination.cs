namespace Atelier.Core.Policy.Matching;

/// <summary>Groups that together mean something.</summary>
/// <param name="Groups">A word of each must be there.</param>
/// <param name="Unless">None of these may be.</param>
/// <param name="Pairs">The bit of the pair that must have been found; 0 where none is wanted.</param>
internal sealed record Combination(ulong Groups, ulong Unless, ulong Pairs, uint Prohibited, uint Flagged)
{
    public bool IsIn(in Findings findings) =>
        (findings.Groups & Groups) == Groups && (findings.Groups & Unless) == 0 && (findings.Pairs & Pairs) == Pairs;
}
