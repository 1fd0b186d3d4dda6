using System.Text.RegularExpressions;

namespace Atelier.House.Tests.Requirements;

/// <summary>docs/security.md names an attack and its test in each line; the tests are there.</summary>
public sealed partial class SecurityPageTests
{
    private const string Page = "docs/security.md";

    private static readonly IReadOnlyList<Match> _attacks = [.. Attack().Matches(Repository.Read(Page)).Cast<Match>()];

    [Fact]
    public void Attacks_OfThePage_AreAtLeastSixtyAndEachOnce()
    {
        var names = _attacks.Select(attack => attack.Groups["attack"].Value).ToList();

        Assert.True(names.Count >= 60, $"{Page} lists {names.Count} attacks.");
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public void Tests_ThatThePageNames_AreThere()
    {
        var sources = Repository.Files("tests", "*.cs").Select(Repository.Read).ToList();

        var missing = _attacks
            .Select(attack => (Class: attack.Groups["class"].Value, Method: attack.Groups["method"].Value))
            .Distinct()
            .Where(test =>
                !sources.Exists(source =>
                    Regex.IsMatch(source, $@"\bclass {test.Class}\b")
                    && Regex.IsMatch(source, $@"\b(Task|void) {test.Method}\(")
                )
            )
            .Select(test => $"{test.Class}.{test.Method}")
            .ToList();

        Assert.True(missing.Count == 0, $"{Page} names tests that are not there: {string.Join(", ", missing)}");
    }

    [GeneratedRegex(@"^\| (?<attack>[^|]+) \| [^|]+ \| `(?<class>\w+)\.(?<method>\w+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Attack();
}
