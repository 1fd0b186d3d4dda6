using System.Text.RegularExpressions;

namespace Atelier.House.Tests.Requirements;

/// <summary>Finds the requirement traits of C# tests, on methods and on whole classes.</summary>
internal static partial class CSharpScanner
{
    public static Proofs Scan(string path, string source)
    {
        var found = new List<Proof>();
        var mistakes = new List<string>();
        var attributes = "";
        var ids = new List<string>();
        var type = "";
        foreach (var line in source.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
                continue;
            if (line.StartsWith('['))
            {
                attributes += line;
                ids.AddRange(Trait().Matches(line).Select(match => match.Groups[1].Value));
            }
            if (TypeName().Match(line) is { Success: true } typeName)
            {
                type = typeName.Groups[1].Value;
                found.AddRange(ids.Select(id => new Proof(id, path, type)));
            }
            else if (MethodName().Match(line) is { Success: true } method)
            {
                var test = $"{type}.{method.Groups[1].Value}";
                if (!TestAttribute().IsMatch(attributes))
                    mistakes.AddRange(ids.Select(id => $"{path}: {test} bears {id} but is no test."));
                else if (!SkippedAlways(attributes))
                    found.AddRange(ids.Select(id => new Proof(id, path, test)));
            }
            else
            {
                continue;
            }
            attributes = "";
            ids.Clear();
        }
        return new Proofs(found, mistakes);
    }

    // A test that never runs proves nothing; one that runs where it can does.
    private static bool SkippedAlways(string attributes) =>
        SkipReason().IsMatch(attributes) && !SkipCondition().IsMatch(attributes);

    [GeneratedRegex("""\bTrait\("Requirement", *"([^"]*)"\)""")]
    private static partial Regex Trait();

    [GeneratedRegex(
        @"^(?:\[.*\] *)?(?:(?:public|internal|private|sealed|abstract|static|partial|file) +)+(?:class|record|struct) +(\w+)"
    )]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^(?:\[.*\] *)?(?:public|internal|private|protected)\b[^=;(]* (\w+)(?:<[^(]*>)?\(")]
    private static partial Regex MethodName();

    [GeneratedRegex(@"[\[, ]\w*(?:Fact|Theory|Property)(?:Attribute)?\b")]
    private static partial Regex TestAttribute();

    [GeneratedRegex(@"\bSkip *=")]
    private static partial Regex SkipReason();

    [GeneratedRegex(@"\bSkip(?:When|Unless) *=")]
    private static partial Regex SkipCondition();
}
