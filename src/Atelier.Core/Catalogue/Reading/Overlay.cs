namespace Atelier.Core.Catalogue.Reading;

/// <summary>Lays the operator's entries over ours: what it names is replaced, added or taken away, all else stays.</summary>
internal sealed class Overlay(ErrorList errors)
{
    private const string Remove = "remove";
    private const string Offers = "offers";
    private const string Aliases = "aliases";

    private static readonly string[] ById = ["id"];
    private static readonly string[] ByTier = ["tier"];
    private static readonly string[] ByOffer = ["provider", "provider_model"];

    /// <summary>The entries of a section, merged by what names them.</summary>
    public IReadOnlyList<Node> Lay(string section, IReadOnlyList<Node> ours, IReadOnlyList<Node> theirs) =>
        LayList(ours, theirs, section, section == Sections.Tiers ? ByTier : ById);

    /// <summary>The keys of a block, merged one by one; blocks within blocks too, lists are replaced.</summary>
    public MapNode Lay(MapNode ours, MapNode theirs, string path)
    {
        var entries = new Dictionary<string, MapEntry>(ours.Entries, StringComparer.Ordinal);
        foreach (var (key, entry) in theirs.Entries)
        {
            if (key == Aliases && path.StartsWith($"{Sections.Models}[", StringComparison.Ordinal))
            {
                Note(path, AliasesOf(ours).Except(AliasesOf(theirs)), entry.Value with { Line = entry.Line });
            }

            entries[key] = (ours.Entries.GetValueOrDefault(key)?.Value, entry.Value) switch
            {
                (MapNode old, MapNode value) => entry with { Value = Lay(old, value, $"{path}.{key}") },
                (ListNode old, ListNode value) when key == Offers => entry with
                {
                    Value = value with { Items = LayList(old.Items, value.Items, $"{path}.{key}", ByOffer) },
                },
                _ => entry,
            };
        }

        return ours with
        {
            Entries = entries,
        };
    }

    private List<Node> LayList(IReadOnlyList<Node> ours, IReadOnlyList<Node> theirs, string path, string[] keys)
    {
        var merged = ours.ToList();
        var seen = new HashSet<(string File, string Name)>();
        foreach (var node in theirs)
        {
            if (node is not MapNode entry || NameOf(entry, keys) is not { } name)
            {
                // The reader says what is wrong with it.
                merged.Add(node);
                continue;
            }

            var place = $"{path}[{name}]";
            if (!seen.Add((entry.File, name)))
            {
                errors.Add(entry.File, entry.Line, $"{place} stands in this file twice; keep one.");
            }

            var at = merged.FindIndex(old => old is MapNode map && NameOf(map, keys) == name);
            if (entry.Entries.TryGetValue(Remove, out var remove))
            {
                TakeAway(merged, at, entry, remove, place, keys.Length);
            }
            else if (at < 0)
            {
                merged.Add(entry);
            }
            else
            {
                merged[at] = Lay((MapNode)merged[at], entry, place);
            }
        }

        return merged;
    }

    private void TakeAway(List<Node> merged, int at, MapNode entry, MapEntry remove, string place, int keys)
    {
        if (remove.Value is not ScalarNode { IsPlain: true, Value: "true" })
        {
            errors.Add(
                entry.File,
                remove.Line,
                $"{place}.remove must be true, or be left out, not {remove.Value.Kind}."
            );
        }
        else if (entry.Entries.Count > keys + 1)
        {
            errors.Add(
                entry.File,
                remove.Line,
                $"{place}.remove takes the whole entry away; leave its other keys out."
            );
        }
        else if (at < 0)
        {
            errors.Add(entry.File, entry.Line, $"{place} is not there to be removed.");
        }
        else
        {
            var old = (MapNode)merged[at];
            Note(place, NameOf(old, ById) is { } id ? AliasesOf(old).Prepend(id) : [], entry);
            merged.RemoveAt(at);
        }
    }

    // Whoever still names it shall learn where it went.
    private void Note(string place, IEnumerable<string> names, Node by)
    {
        foreach (var name in names)
        {
            errors.Removed[(place[..place.IndexOf('[', StringComparison.Ordinal)], name)] = by;
        }
    }

    private static IEnumerable<string> AliasesOf(MapNode node) =>
        node.Entries.GetValueOrDefault(Aliases)?.Value is ListNode list
            ? list.Items.OfType<ScalarNode>().Select(alias => alias.Value)
            : [];

    // Null where a part is missing or no text.
    private static string? NameOf(MapNode node, string[] keys)
    {
        var parts = keys.Select(key => (node.Entries.GetValueOrDefault(key)?.Value as ScalarNode)?.Value).ToList();
        return parts.Contains(null) ? null : string.Join(' ', parts);
    }
}
