namespace Atelier.Core.Catalogue.Reading;

/// <summary>The sections of the catalogue, gathered from all files.</summary>
internal sealed class Sections(ErrorList errors)
{
    public const string Providers = "providers";
    public const string Models = "models";
    public const string Styles = "styles";
    public const string Sizes = "sizes";
    public const string Prices = "prices";
    public const string Policy = "policy";

    private static readonly string[] All = [Providers, Models, Styles, Sizes, Prices, Policy];

    private readonly Dictionary<string, List<(string File, MapEntry Entry)>> _found = All.ToDictionary(
        name => name,
        _ => new List<(string, MapEntry)>()
    );

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
        var readers = new List<MapReader>();
        foreach (var (file, entry) in _found[name])
        {
            if (entry.Value is ListNode { Items.Count: > 0 } list)
            {
                readers.AddRange(MapReader.ReadAll(list, name, errors));
            }
            else
            {
                errors.Add(file, entry.Line, $"{name} must be a list with at least one entry, not {entry.Value.Kind}.");
            }
        }

        return readers;
    }

    /// <summary>A section that stands once; null when it is missing or broken.</summary>
    public MapReader? Single(string name)
    {
        RequireAny(name);
        foreach (var (file, entry) in _found[name].Skip(1))
        {
            errors.Add(file, entry.Line, $"{name} stands in {_found[name][0].File} already; keep one.");
        }

        return _found[name] is [var (only, first), ..]
            ? MapReader.Of(first.Value, only, first.Line, name, errors)
            : null;
    }

    /// <summary>A section that is a block of keys; several files may each hold one, in the order of their names.</summary>
    public IReadOnlyList<MapReader> Blocks(string name)
    {
        RequireAny(name);
        return
        [
            .. _found[name]
                .Select(part => MapReader.Of(part.Entry.Value, part.File, part.Entry.Line, name, errors))
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
                    Add(file.Name, key, entry);
                }

                break;
            case var other:
                errors.Add(file.Name, other.Line, $"The file must hold sections, not {other.Kind}; {Allowed("")}");
                break;
        }
    }

    private void Add(string file, string key, MapEntry entry)
    {
        if (_found.TryGetValue(key, out var parts))
        {
            parts.Add((file, entry));
        }
        else
        {
            errors.Add(file, entry.Line, $"{key} is not a section; {Allowed(key)}");
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

    private static string Allowed(string key) => Wording.Allowed(key, All);
}
