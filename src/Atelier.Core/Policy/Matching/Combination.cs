namespace Atelier.Core.Policy.Matching;

/// <summary>Groups that together mean something.</summary>
/// <param name="Groups">A word of each must be there.</param>
/// <param name="Unless">None of these may be.</param>
/// <param name="Pairs">The bit of the pair that must have been found; 0 where none is wanted.</param>
internal sealed record Combination(ulong Groups, ulong Unless, ulong Pairs, uint Prohibited, uint Flagged)
{
    private static readonly uint Minors = CategoryMask.Of(PolicyCategory.SexualMinors);

    /// <summary>These findings and what they mean together.</summary>
    public Findings In(in Findings findings)
    {
        var category = Prohibited | Flagged;
        return IsIn(category == Minors ? findings.OfMinors : findings.Sure)
                ? findings with
                {
                    Prohibited = findings.Prohibited | Prohibited,
                    Flagged = findings.Flagged | Flagged,
                }
            : category == Minors && IsIn(findings.Doubted) ? findings with { Flagged = findings.Flagged | category }
            : findings;
    }

    private bool IsIn(in Evidence evidence) =>
        (evidence.Groups & Groups) == Groups && (evidence.Groups & Unless) == 0 && (evidence.Pairs & Pairs) == Pairs;
}
