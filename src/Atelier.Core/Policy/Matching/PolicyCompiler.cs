namespace Atelier.Core.Policy.Matching;

/// <summary>Turns lists into what texts are scanned with.</summary>
internal static class PolicyCompiler
{
    // Terms that are also found with nothing between their words: taylorswift.
    private const int LeastGlued = 8;

    public static PolicyMatcher Compile(PolicyLists lists)
    {
        var (words, terms) = (new WordTrie(), new TermTrie());
        foreach (var category in lists.Categories)
        {
            var mask = CategoryMask.Of(category.Id);
            AddAll(category.Prohibited, new Meaning { Prohibited = mask });
            AddAll(category.Flagged, new Meaning { Flagged = mask });
            AddAll(category.Softened, new Meaning { Softened = mask });
        }

        var groups = new Dictionary<string, UInt128>();
        foreach (var group in lists.Groups)
        {
            groups[group.Id] = UInt128.One << groups.Count;
            AddAll(group.Words, new Meaning { Groups = groups[group.Id] });
        }

        AddAll(lists.Harmless, new Meaning { Harmless = true });
        AddAll(lists.Doubtful, new Meaning { Doubtful = true });
        var pairs = new List<Pair>();
        return new PolicyMatcher(
            words,
            terms,
            [.. lists.Combinations.Select(entry => Combine(entry, groups, pairs))],
            new PairSet([.. pairs]),
            new SpecialGroups(
                groups.GetValueOrDefault(PolicyLists.Exposing),
                groups.GetValueOrDefault(PolicyLists.Joined),
                groups.GetValueOrDefault(PolicyLists.Minor) | groups.GetValueOrDefault(PolicyLists.Person),
                groups.GetValueOrDefault(PolicyLists.Bare),
                groups.GetValueOrDefault(PolicyLists.Things)
            )
        );

        void AddAll(IReadOnlyList<string> list, Meaning meaning)
        {
            foreach (var form in list.SelectMany(TermForms.Of))
            {
                terms.Add([.. form.Select(word => words.Add(word))], meaning);
                var letters = form.Sum(word => word.Length);
                if (form.Count > 1 && (meaning.Prohibited | meaning.Flagged) != 0 && letters >= LeastGlued)
                {
                    terms.Add([words.Add(string.Concat(form))], meaning);
                }
            }
        }
    }

    private static Combination Combine(
        PolicyCombinationEntry entry,
        Dictionary<string, UInt128> groups,
        List<Pair> pairs
    )
    {
        var mask = CategoryMask.Of(entry.Category);
        var bit = 0UL;
        if (entry.Within is { } within)
        {
            bit = 1UL << pairs.Count;
            pairs.Add(new Pair(groups[entry.Groups[0]], groups[entry.Groups[1]], within));
        }

        return new Combination(
            MaskOf([.. entry.Groups, .. entry.With]),
            MaskOf(entry.Unless),
            bit,
            entry.Verdict == PolicyWeight.Prohibited ? mask : 0,
            entry.Verdict == PolicyWeight.Flagged ? mask : 0
        );

        UInt128 MaskOf(IReadOnlyList<string> names) => names.Aggregate(UInt128.Zero, (all, name) => all | groups[name]);
    }
}
