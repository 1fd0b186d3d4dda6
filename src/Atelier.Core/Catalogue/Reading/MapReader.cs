namespace Atelier.Core.Catalogue.Reading;

/// <summary>
/// Takes typed values out of a block of keys. Each problem becomes an error with file, line and path, and a harmless
/// value comes back, so that reading goes on to the next problem.
/// </summary>
internal sealed partial class MapReader
{
    private readonly MapNode _node;
    private readonly int _line;
    private readonly ErrorList _errors;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private MapReader(MapNode node, int line, string path, ErrorList errors)
    {
        (_node, _line, _errors) = (node, line, errors);
        Path = path;
    }

    /// <summary>Where this block stands, such as <c>models[flux-schnell].offers[0]</c>.</summary>
    public string Path { get; }

    public IEnumerable<string> Keys => _node.Entries.Keys;

    /// <summary>A reader of this node; null, with an error, when it is no block of keys.</summary>
    public static MapReader? Of(Node node, string file, int line, string path, ErrorList errors)
    {
        if (node is MapNode map)
        {
            return new MapReader(map, line, path, errors);
        }

        errors.Add(file, line, $"{path} must be a block of keys, not {node.Kind}.");
        return null;
    }

    /// <summary>A reader for each item of a list, named by the item's id where it has one.</summary>
    public static IEnumerable<MapReader> ReadAll(ListNode list, string path, ErrorList errors)
    {
        for (var index = 0; index < list.Items.Count; index++)
        {
            var item = list.Items[index];
            var name =
                item is MapNode map
                && map.Entries.TryGetValue("id", out var id)
                && id.Value is ScalarNode { Value: not "" } text
                    ? text.Value
                    : $"{index}";
            if (Of(item, item.File, item.Line, $"{path}[{name}]", errors) is { } reader)
            {
                yield return reader;
            }
        }
    }

    /// <summary>Says that the value of a key is wrong, in the key's file and line: parts of a block may come from an overlay.</summary>
    public void Fail(string key, string problem)
    {
        var entry = _node.Entries.GetValueOrDefault(key);
        Fail(key, entry?.Value.File ?? _node.File, entry?.Line ?? _line, problem);
    }

    /// <summary>Says that a name leads nowhere: where the overlay took away what it means, else in the key's line.</summary>
    public void FailName(string key, string section, string name, string problem)
    {
        if (_errors.Removed.GetValueOrDefault((section, name)) is { } removed)
        {
            _errors.Add(
                removed.File,
                removed.Line,
                $"{section}[{name}] is still named by {Where(key)}; change that too."
            );
        }
        else
        {
            Fail(key, problem);
        }
    }

    private void Fail(string key, string file, int line, string problem) =>
        _errors.Add(file, line, $"{Where(key)} {problem}");

    private string Where(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    /// <summary>Makes every key that nobody asked for an error; call it last.</summary>
    public void RejectUnknownKeys()
    {
        foreach (var key in _node.Entries.Keys.Where(key => !_asked.Contains(key)))
        {
            Fail(key, $"is not a known key; {Wording.Allowed(key, _asked)}");
        }
    }

    public bool Has(string key) => Find(key) is not null;

    /// <summary>The block under a key; null, with an error, when it is missing or something else.</summary>
    public MapReader? Block(string key) =>
        Require(key) is { } entry ? Of(entry.Value, entry.Value.File, entry.Line, $"{Path}.{key}", _errors) : null;

    /// <summary>The blocks of the list under a key; an error when there is none.</summary>
    public IReadOnlyList<MapReader> Blocks(string key)
    {
        if (Require(key) is not { } entry)
        {
            return [];
        }

        if (entry.Value is ListNode { Items.Count: > 0 } list)
        {
            return [.. ReadAll(list, $"{Path}.{key}", _errors)];
        }

        Fail(key, $"must be a list with at least one entry, not {entry.Value.Kind}.");
        return [];
    }

    private MapEntry? Find(string key)
    {
        _asked.Add(key);
        return _node.Entries.TryGetValue(key, out var entry) && entry.Value is not ScalarNode { IsNull: true }
            ? entry
            : null;
    }

    private MapEntry? Require(string key)
    {
        var entry = Find(key);
        if (entry is null)
        {
            Fail(key, "is missing.");
        }

        return entry;
    }
}
