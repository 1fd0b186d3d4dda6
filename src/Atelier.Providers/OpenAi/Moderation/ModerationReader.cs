using System.Text.Json;
using Atelier.Core.Policy;

namespace Atelier.Providers.OpenAi.Moderation;

/// <summary>Reads the model's answer. What is not as it should be is no answer.</summary>
internal static class ModerationReader
{
    /// <summary>The answer about the one input there was; null when it cannot be read.</summary>
    public static ModerationAnswer? Read(JsonElement json)
    {
        if (OpenAiJson.Items(json, "results").ToList() is not [var result])
        {
            return null;
        }

        if (
            result.ValueKind != JsonValueKind.Object
            || !result.TryGetProperty("flagged", out var flagged)
            || flagged.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
            || OpenAiJson.Object(result, "categories") is not { } named
        )
        {
            return null;
        }

        var scores = OpenAiJson.Object(result, "category_scores");
        var categories = new Dictionary<PolicyCategory, double>();
        var any = false;
        foreach (
            var category in named.EnumerateObject().Where(category => category.Value.ValueKind == JsonValueKind.True)
        )
        {
            any = true;
            if (OpenAiCategories.Find(category.Name) is { } ours)
            {
                // Flagged without a score: as sure as can be.
                var score = Score(scores, category.Name) ?? 1;
                categories[ours] = Math.Max(score, categories.GetValueOrDefault(ours));
            }
        }

        return new ModerationAnswer(any || flagged.GetBoolean(), categories);
    }

    private static double? Score(JsonElement? scores, string name) =>
        scores is { } all && all.TryGetProperty(name, out var score) && score.ValueKind == JsonValueKind.Number
            ? score.GetDouble()
            : null;
}
