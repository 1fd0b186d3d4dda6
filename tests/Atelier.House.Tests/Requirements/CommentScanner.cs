using System.Text.RegularExpressions;

namespace Atelier.House.Tests.Requirements;

/// <summary>Finds comments such as "# Requirement: A-01, A-02" of suites in other languages.</summary>
internal static partial class CommentScanner
{
    public static Proofs Scan(string path, string source)
    {
        var lines = source.Split('\n');
        var found = new List<Proof>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (Comment().Match(lines[i]) is { Success: true } comment)
            {
                var test = TestBelow(lines.AsSpan(i + 1)) ?? Path.GetFileName(path);
                found.AddRange(comment.Groups[1].Value.Split(',').Select(id => new Proof(id.Trim(), path, test)));
            }
        }
        return new Proofs(found, []);
    }

    // Several comments may stand above one test; anything else than a test means the whole file.
    private static string? TestBelow(ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
        {
            if (Comment().IsMatch(line))
                continue;
            return TestName().Match(line) is { Success: true } name
                ? name.Groups.Values.Skip(1).First(group => group.Success).Value
                : null;
        }
        return null;
    }

    [GeneratedRegex(@"^\s*(?://|#)\s*Requirement:\s*(.*?)\s*$")]
    private static partial Regex Comment();

    [GeneratedRegex(
        """^\s*(?:await )?(?:test|it)(?:\.\w+)*\(\s*["'`](.+?)["'`],|^\s*(?:async )?(?:def|function) +(\w+)|^\s*(\w+) *\(\) *\{"""
    )]
    private static partial Regex TestName();
}
