namespace Atelier.Core.Policy.Matching;

/// <summary>Turns lists into what texts are scanned with.</summary>
internal static class PolicyCompiler
{
    public static PolicyMatcher Compile(PolicyLists lists)
    {
        var (words, terms) = (new WordTrie(), new TermTrie());
        foreach (var category in lists.Categories)
        {
            var mask = CategoryMask.Of(category.Id);
            AddAll(category.Prohibited, new Meaning { Prohibited = mask });
            AddAll(category.Flagged, new Meaning { Flagged = mask });
        }

        var groups = new Dictionary<string, ulong>();
        foreach (var group in lists.Groups)
        {
            groups[group.Id] = 1UL << groups.Count;
            AddAll(group.Words, new Meaning { Groups = groups[group.Id] });
        }

        AddAll(lists.Harmless, new Meaning { Harmless = true });
        return new PolicyMatcher(
            words,
            terms,
            [.. lists.Combinations.Select(entry => Combine(entry, groups))],
            groups.GetValueOrDefault(PolicyLists.Exposing)
        );

        void AddAll(IReadOnlyList<string> list, Meaning meaning)
        {
            foreach (var form in list.SelectMany(TermForms.Of))
            {
                terms.Add([.. form.Select(word => words.Add(word))], meaning);
            }
        }
    }

    private static Combination Combine(PolicyCombinationEntry entry, Dictionary<string, ulong> groups)
    {
        var mask = CategoryMask.Of(entry.Category);
        return new Combination(
            entry.Groups.Aggregate(0UL, (all, group) => all | groups[group]),
            entry.Verdict == PolicyWeight.Prohibited ? mask : 0,
            entry.Verdict == PolicyWeight.Flagged ? mask : 0
        );
    }
}
