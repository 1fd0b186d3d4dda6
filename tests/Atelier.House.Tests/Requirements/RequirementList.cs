namespace Atelier.House.Tests.Requirements;

/// <summary>Reads the list of parts, areas and ids: lines that start with "# ", "## " or an id.</summary>
internal static class RequirementList
{
    public const string Path = "tests/Atelier.House.Tests/Requirements/titles.txt";

    public static IReadOnlyList<RequirementPart> Read(string text)
    {
        var parts = new List<RequirementPart>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = line.TrimStart('#').Trim().Split(' ', 2);
            if (line.StartsWith("##", StringComparison.Ordinal))
                parts[^1].Areas.Add(new RequirementArea(words[0], words[1], []));
            else if (line.StartsWith('#'))
                parts.Add(new RequirementPart(words[0], words[1], []));
            else
                parts[^1].Areas[^1].Requirements.Add(new Requirement(words[0], words[1]));
        }
        return parts;
    }
}
