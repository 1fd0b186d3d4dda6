namespace Atelier.Core.Catalogue.Reading;

/// <summary>The sections of the catalogue, gathered from all files; the operator's are laid over ours.</summary>
internal sealed class Sections(ErrorList errors)
{
    public const string Providers = "providers";
    public const string Models = "models";
    public const string Styles = "styles";
    public const string Sizes = "sizes";
    public const string Prices = "prices";
    public const string Tiers = "tiers";
    public const string FallbackOrder = "fallback_order";
    public const string Words = "words";
    public const string Policy = "policy";

    private static readonly string[] All =
    [
        Providers,
        Models,
        Styles,
        Sizes,
        Prices,
        Tiers,
        FallbackOrder,
        Words,
        Policy,
    ];

    private readonly Dictionary<string, List<(CatalogueFile File, MapEntry Entry)>> _found = All.ToDictionary(
        name => name,
        _ => new List<(CatalogueFile, MapEntry)>()
    );

    private readonly Overlay _overlay = new(errors);
    private bool _isAnyFileUnread;

    public static Sections Read(IEnumerable<CatalogueFile> files, ErrorList errors)
    {
        var sections = new Sections(errors);
        foreach (var file in files)
        {
            sections.Add(file);
        }

        return sections;
    }

    /// <summary>The entries of a section that is a list; several files may each hold a part of it.</summary>
    public IReadOnlyList<MapReader> List(string name)
    {
        RequireAny(name);
        return OptionalList(name);
    }

    /// <summary>The same, of a section that may be missing.</summary>
    public IReadOnlyList<MapReader> OptionalList(string name)
    {
        var (ours, theirs) = (Items(name, isOverlay: false), Items(name, isOverlay: true));
        var entries = theirs.Count == 0 ? ours : _overlay.Lay(name, ours, theirs);
        if (theirs.Count > 0 && entries.Count == 0)
        {
            errors.Add(theirs[^1].File, theirs[^1].Line, $"{name} must keep at least one entry.");
        }

        return [.. MapReader.ReadAll(new ListNode("", 1, entries), name, errors)];
    }

    /// <summary>A section that stands once; null when it is missing or broken.</summary>
    public MapReader? Single(string name)
    {
        RequireAny(name);
        RejectSecond(name);
        if (_found[name].Count == 0)
        {
            return null;
        }

        var (file, first) = _found[name][0];
        var whole = first.Value;
        foreach (var (_, entry) in _found[name].Skip(1).Where(part => part.File.IsOverlay))
        {
            whole = (whole, entry.Value) is (MapNode ours, MapNode theirs)
                ? _overlay.Lay(ours, theirs, name)
                : entry.Value;
        }

        return MapReader.Of(whole, whole.File.Length > 0 ? whole.File : file.Name, first.Line, name, errors);
    }

    /// <summary>A reader of a section that is a list of words, under its own name; null when it is missing. The last one counts.</summary>
    public MapReader? TextsOf(string name)
    {
        RejectSecond(name);
        if (_found[name].Count == 0)
        {
            return null;
        }

        var (file, entry) = _found[name][^1];
        var root = new MapNode(file.Name, entry.Line, new Dictionary<string, MapEntry> { [name] = entry });
        return MapReader.Of(root, file.Name, entry.Line, "", errors);
    }

    private List<Node> Items(string name, bool isOverlay)
    {
        var items = new List<Node>();
        foreach (var (file, entry) in _found[name].Where(part => part.File.IsOverlay == isOverlay))
        {
            if (entry.Value is ListNode { Items.Count: > 0 } list)
            {
                items.AddRange(list.Items);
            }
            else
            {
                errors.Add(
                    file.Name,
                    entry.Line,
                    $"{name} must be a list with at least one entry, not {entry.Value.Kind}."
                );
            }
        }

        return items;
    }

    /// <summary>A section that is a block of keys; several files may each hold one, in the order of their names.</summary>
    public IReadOnlyList<MapReader> Blocks(string name)
    {
        RequireAny(name);
        return
        [
            .. _found[name]
                .Select(part => MapReader.Of(part.Entry.Value, part.File.Name, part.Entry.Line, name, errors))
                .OfType<MapReader>(),
        ];
    }

    private void Add(CatalogueFile file)
    {
        switch (NodeParser.Parse(file, errors))
        {
            case null:
                _isAnyFileUnread = true;
                break;
            case MapNode map:
                foreach (var (key, entry) in map.Entries)
                {
                    Add(file, key, entry);
                }

                break;
            case var other:
                errors.Add(file.Name, other.Line, $"The file must hold sections, not {other.Kind}; {Allowed("")}");
                break;
        }
    }

    private void Add(CatalogueFile file, string key, MapEntry entry)
    {
        if (_found.TryGetValue(key, out var parts))
        {
            parts.Add((file, entry));
        }
        else
        {
            errors.Add(file.Name, entry.Line, $"{key} is not a section; {Allowed(key)}");
        }
    }

    private void RequireAny(string name)
    {
        // A broken file may well be the one that holds the section.
        if (_found[name].Count == 0 && !_isAnyFileUnread)
        {
            errors.Add($"{name}.yaml", 1, $"No file holds the section {name}.");
        }
    }

    // The operator's files may each change a part; ours hold it once.
    private void RejectSecond(string name)
    {
        var ours = _found[name].Where(part => !part.File.IsOverlay).ToList();
        foreach (var (file, entry) in ours.Skip(1))
        {
            errors.Add(file.Name, entry.Line, $"{name} stands in {ours[0].File.Name} already; keep one.");
        }
    }

    private static string Allowed(string key) => Wording.Allowed(key, All);
}
