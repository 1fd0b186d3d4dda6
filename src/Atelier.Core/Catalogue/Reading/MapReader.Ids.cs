using System.Text.RegularExpressions;

namespace Atelier.Core.Catalogue.Reading;

internal sealed partial class MapReader
{
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex IdPattern { get; }

    /// <summary>The id of an entry: lower case, and given once in its section.</summary>
    public string Id(NameList names)
    {
        var id = Text("id");
        if (id.Length > 0 && !IdPattern.IsMatch(id))
        {
            Fail("id", $"must be 1 to 64 small letters, digits, dots, dashes or underscores, not \"{id}\".");
        }

        names.Take(id, this, "id");
        return id;
    }
}
