using System.Text.Json;
using Atelier.Core.Policy;

namespace Atelier.Core.Tests.Policy;

/// <summary>The committed sets of prompts, one JSON object a line, and what the shipped lists make of them.</summary>
internal static class PromptSet
{
    public const string Harmless = "harmless";
    public const string Evasion = "evasion";

    // All categories, so that those that are off at first are measured too; harmless ones are judged by what is on.
    private static readonly PolicySettings All = new(Lists.Shipped, Enum.GetValues<PolicyCategory>().ToHashSet());

    private static readonly PolicySettings Usual = PolicySettings.Of(Lists.Shipped);

    public static IReadOnlyList<LabelledPrompt> Read(string file) =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Policy", file))
                .Select(line => JsonSerializer.Deserialize<LabelledPrompt>(line, JsonSerializerOptions.Web)!),
        ];

    public static PolicyVerdict Check(LabelledPrompt prompt) =>
        PromptPolicy.Check([prompt.Prompt], prompt.Set == Harmless ? Usual : All);

    /// <summary>The verdict in words.</summary>
    public static string Describe(LabelledPrompt prompt) =>
        Check(prompt) switch
        {
            PolicyVerdict.Blocked blocked => "blocked: " + string.Join(", ", blocked.Categories),
            PolicyVerdict.Review review => "review: " + string.Join(", ", review.Reasons),
            _ => "allowed",
        };

    /// <summary>Whether the verdict is the right one for the prompt.</summary>
    public static bool IsRight(LabelledPrompt prompt) =>
        (prompt.Set, Check(prompt)) switch
        {
            (Harmless, PolicyVerdict.Allowed) => true,
            (Harmless, _) => false,
            (_, PolicyVerdict.Blocked blocked) => blocked.Categories.Contains(prompt.Expected),
            // Of children in a sexual context nothing plain is left to a reviewer.
            (_, PolicyVerdict.Review review) => (
                prompt.Expected != PolicyCategory.SexualMinors || prompt.Least == "review"
            ) && review.Categories.Contains(prompt.Expected),
            _ => false,
        };
}
