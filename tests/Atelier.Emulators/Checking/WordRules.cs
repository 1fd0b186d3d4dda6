using System.Text.RegularExpressions;

namespace Atelier.Emulators.Checking;

/// <summary>The few words that the emulated providers' safety systems know.</summary>
internal static partial class WordRules
{
    private static readonly Dictionary<string, string> _categories = new(StringComparer.OrdinalIgnoreCase)
    {
        ["nude"] = "sexual",
        ["porn"] = "sexual",
        ["murder"] = "violence",
        ["gore"] = "violence/graphic",
        ["suicide"] = "self-harm",
        ["slur"] = "hate",
        ["bully"] = "harassment",
        ["heroin"] = "illicit",
        ["bomb"] = "illicit/violent",
    };

    /// <summary>The categories of the words found, each once, in order.</summary>
    public static IReadOnlyList<string> Find(string text) =>
        [
            .. Word()
                .Matches(text)
                .Select(word => _categories.GetValueOrDefault(word.Value))
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();
}
