namespace Atelier.Core.Policy.Matching;

/// <summary>Adds up what the matches of one text say.</summary>
internal static class FindingsTaker
{
    /// <param name="matches">In the order of their beginnings.</param>
    /// <param name="isNegative">Whether only the words that uncover count, and no category.</param>
    public static void Take(
        List<Match> matches,
        Lattice lattice,
        bool isNegative,
        PairSet pairs,
        SpecialGroups groups,
        ref Findings findings
    )
    {
        var covers = CoverFinder.Find(matches, lattice, groups);
        var counted = isNegative ? groups.Exposing : ~groups.Exposing;
        var sure = new EvidenceTaker(pairs, stackalloc int[pairs.Count], counted, isNegative);
        if (covers is null)
        {
            foreach (var match in matches)
            {
                sure.Take(match);
                AddCategories(match.Meaning, isNegative, ref findings);
            }

            Add(ref findings, sure.Found, sure.Found, sure.Found);
            return;
        }

        var ofMinors = new EvidenceTaker(pairs, stackalloc int[pairs.Count], counted, isNegative);
        var doubted = new EvidenceTaker(pairs, stackalloc int[pairs.Count], counted, isNegative);
        var coverage = new Coverage(covers);
        foreach (var match in matches)
        {
            var reach = coverage.Of(match);
            if (reach == Reach.Everywhere)
            {
                sure.Take(match);
                AddCategories(match.Meaning, isNegative, ref findings);
            }

            if (reach <= Reach.Minors)
            {
                ofMinors.Take(match);
                findings.Flagged |= isNegative ? 0 : match.Meaning.Softened;
            }

            if (reach <= Reach.Doubt)
            {
                doubted.Take(match);
            }
        }

        Add(ref findings, sure.Found, ofMinors.Found, doubted.Found);
    }

    private static void AddCategories(Meaning meaning, bool isNegative, ref Findings findings)
    {
        if (!isNegative)
        {
            findings.Prohibited |= meaning.Prohibited;
            findings.Flagged |= meaning.Flagged;
        }
    }

    private static void Add(ref Findings findings, Evidence sure, Evidence ofMinors, Evidence doubted)
    {
        findings.Sure |= sure;
        findings.OfMinors |= ofMinors;
        findings.Doubted |= doubted;
    }
}
