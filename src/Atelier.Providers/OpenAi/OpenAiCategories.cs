using System.Text.Json;

namespace Atelier.Providers.OpenAi;

/// <summary>Our policy categories for the ones that a refusal names.</summary>
internal static class OpenAiCategories
{
    private static readonly Dictionary<string, string> Ours = new()
    {
        ["sexual"] = "adult_content",
        ["violence"] = "violence",
        ["self-harm"] = "violence",
        ["hate"] = "hate_speech",
        ["harassment"] = "hate_speech",
        ["illicit"] = "illegal_activity",
    };

    /// <summary>Each once, in the order named; those we have no word for are left out.</summary>
    public static IReadOnlyList<string> Of(JsonElement? error) =>
        [
            .. OpenAiJson
                .Items(OpenAiJson.Object(error, "moderation_details"), "categories")
                .Where(item => item.ValueKind == JsonValueKind.String)
                // Such as violence/graphic: the part before the slash is the category itself.
                .Select(item => Ours.GetValueOrDefault(item.GetString()!.Split('/')[0]))
                .OfType<string>()
                .Distinct(),
        ];
}
