namespace Atelier.Core.Catalogue.Reading;

/// <summary>The names given so far in a section; each may be given once, whatever the case.</summary>
internal sealed class NameList
{
    private readonly Dictionary<string, string> _owners = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a name for an entry; an error in this key when it is taken.</summary>
    public void Take(string name, MapReader reader, string key)
    {
        if (name.Length > 0 && !_owners.TryAdd(name, reader.Path))
        {
            reader.Fail(key, $"\"{name}\" is already a name of {_owners[name]}; choose another.");
        }
    }
}
