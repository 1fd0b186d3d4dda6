namespace Atelier.Core.Policy.Matching;

/// <summary>Groups that together mean something.</summary>
/// <param name="Groups">A word of each must be there.</param>
/// <param name="Unless">None of these may be.</param>
/// <param name="Pairs">The bit of the pair that must have been found; 0 where none is wanted.</param>
internal sealed record Combination(UInt128 Groups, UInt128 Unless, ulong Pairs, uint Prohibited, uint Flagged)
{
    private readonly bool _ofMinors = ((Prohibited | Flagged) & CategoryMask.Of(PolicyCategory.SexualMinors)) != 0;

    /// <summary>Adds what these findings mean together.</summary>
    public void AddTo(ref Findings findings)
    {
        // Most requests end here.
        if ((findings.Doubted.Groups & Groups) != Groups)
        {
            return;
        }

        if (IsIn(_ofMinors ? findings.OfMinors : findings.Sure))
        {
            findings.Prohibited |= Prohibited;
            findings.Flagged |= Flagged;
        }
        else if (_ofMinors && IsIn(findings.Doubted))
        {
            // What blocks where it is sure.
            findings.Flagged |= Prohibited | Flagged;
        }
    }

    private bool IsIn(Evidence evidence) =>
        (evidence.Groups & Groups) == Groups && (evidence.Groups & Unless) == 0 && (evidence.Pairs & Pairs) == Pairs;
}
