using Atelier.Core.Policy;
using Atelier.Core.Policy.Matching;

namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads <c>policy</c>: lists that several files may add to, and what is checked at first, which one file says.</summary>
internal static class PolicySection
{
    private const int MostGroups = 120;
    private const int MostNear = 60;
    private const int MostWithin = 20;

    public static PolicyBook Read(IReadOnlyList<MapReader> readers)
    {
        var active = new HashSet<PolicyCategory>();
        var categories = new List<PolicyCategoryEntry>();
        var groups = new Dictionary<string, List<string>>();
        var combinations = new List<(PolicyCombinationEntry Entry, MapReader Reader)>();
        var harmless = new List<string>();
        var doubtful = new List<string>();
        MapReader? first = null;
        foreach (var reader in readers)
        {
            if (reader.Has("active"))
            {
                ReadActive(reader, first, active);
                first ??= reader;
            }

            ReadGroups(reader, groups);
            categories.AddRange(Blocks(reader, "categories").Select(ReadCategory));
            combinations.AddRange(Blocks(reader, "combinations").Select(block => (ReadCombination(block), block)));
            harmless.AddRange(Terms(reader, "harmless"));
            doubtful.AddRange(Terms(reader, "doubtful"));
            reader.RejectUnknownKeys();
        }

        if (first is null)
        {
            active.UnionWith(PolicyBook.UsuallyActive);
        }

        foreach (var (entry, reader) in combinations)
        {
            Check(entry, reader, groups.Keys);
        }

        if (combinations.Count(combination => combination.Entry.Within is not null) > MostNear)
        {
            combinations[^1].Reader.Fail("within", $"is set more than {MostNear} times.");
        }

        return new PolicyBook(
            active,
            new PolicyLists
            {
                Categories = categories,
                Groups = [.. groups.Select(group => new PolicyGroupEntry { Id = group.Key, Words = group.Value })],
                Combinations = combinations.ConvertAll(combination => combination.Entry),
                Harmless = harmless,
                Doubtful = doubtful,
            }
        );
    }

    private static void ReadActive(MapReader reader, MapReader? first, HashSet<PolicyCategory> active)
    {
        if (first is not null)
        {
            reader.Fail("active", "stands in another file already; keep one.");
        }

        active.UnionWith(reader.Choices<PolicyCategory>("active"));
    }

    private static void ReadGroups(MapReader reader, Dictionary<string, List<string>> groups)
    {
        var names = new NameList();
        foreach (var block in Blocks(reader, "groups"))
        {
            var id = block.Id(names);
            if (!groups.TryGetValue(id, out var words))
            {
                groups[id] = words = [];
            }

            words.AddRange(Terms(block, "words", isRequired: true));
            block.RejectUnknownKeys();
            if (groups.Count > MostGroups)
            {
                block.Fail("id", $"is one more than the {MostGroups} groups there may be.");
            }
        }
    }

    private static PolicyCategoryEntry ReadCategory(MapReader block)
    {
        var category = new PolicyCategoryEntry
        {
            Id = block.Choice<PolicyCategory>("id"),
            Prohibited = Terms(block, "prohibited"),
            Flagged = Terms(block, "flagged"),
            Softened = Terms(block, "softened"),
        };
        block.RejectUnknownKeys();
        return category;
    }

    private static PolicyCombinationEntry ReadCombination(MapReader block)
    {
        var combination = new PolicyCombinationEntry
        {
            Category = block.Choice<PolicyCategory>("category"),
            Verdict = block.Choice<PolicyWeight>("verdict"),
            Groups = block.Texts("groups"),
            Within = block.OptionalInteger("within", least: 1, most: MostWithin),
            With = block.OptionalTexts("with"),
            Unless = block.OptionalTexts("unless"),
        };
        block.RejectUnknownKeys();
        return combination;
    }

    private static void Check(
        PolicyCombinationEntry entry,
        MapReader reader,
        Dictionary<string, List<string>>.KeyCollection groups
    )
    {
        if (entry.Groups.Count == 0)
        {
            reader.Fail("groups", "needs at least one group.");
        }
        else if (entry.Within is not null && entry.Groups.Count != 2)
        {
            reader.Fail("groups", "needs two groups where \"within\" is set.");
        }

        CheckNames("groups", entry.Groups);
        CheckNames("with", entry.With);
        CheckNames("unless", entry.Unless);

        void CheckNames(string key, IReadOnlyList<string> names)
        {
            foreach (var name in names.Where(name => !groups.Contains(name)))
            {
                reader.Fail(key, $"does not know \"{name}\"; {Wording.Allowed(name, [.. groups])}");
            }
        }
    }

    private static IReadOnlyList<MapReader> Blocks(MapReader reader, string key) =>
        reader.Has(key) ? reader.Blocks(key) : [];

    private static IReadOnlyList<string> Terms(MapReader reader, string key, bool isRequired = false) =>
        reader.CheckedTexts(key, TermForms.Problem, isRequired);
}
