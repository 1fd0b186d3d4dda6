using System.Text.Json;
using Atelier.Core;
using Atelier.Core.Policy;

namespace Atelier.Providers.OpenAi;

/// <summary>Our policy categories for the ones that a refusal names.</summary>
internal static class OpenAiCategories
{
    private static readonly Dictionary<string, PolicyCategory> Ours = new()
    {
        ["sexual/minors"] = PolicyCategory.SexualMinors,
        ["sexual"] = PolicyCategory.AdultContent,
        ["violence"] = PolicyCategory.Violence,
        ["self-harm"] = PolicyCategory.Violence,
        ["hate"] = PolicyCategory.HateSpeech,
        ["harassment"] = PolicyCategory.HateSpeech,
        ["illicit"] = PolicyCategory.IllegalActivity,
    };

    /// <summary>Our category for one of OpenAI's; null when we have no word for it.</summary>
    public static PolicyCategory? Find(string name) =>
        Ours.TryGetValue(name, out var exact) ? exact
        // Such as violence/graphic: the part before the slash is the category itself.
        : Ours.TryGetValue(name.Split('/')[0], out var category) ? category
        : null;

    /// <summary>Each once, in the order named; those we have no word for are left out.</summary>
    public static IReadOnlyList<string> Of(JsonElement? error) =>
        [
            .. OpenAiJson
                .Items(OpenAiJson.Object(error, "moderation_details"), "categories")
                .Where(item => item.ValueKind == JsonValueKind.String)
                .Select(item => Find(item.GetString()!))
                .OfType<PolicyCategory>()
                .Select(category => SnakeCase.Of(category))
                .Distinct(),
        ];
}
