using System.Text.Json;
using Atelier.Core;
using Atelier.Core.Policy;
using Atelier.Providers.Failures;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Gemini;

/// <summary>Why an answer with status 200 holds no picture.</summary>
internal static class GeminiReasons
{
    // The model gave nothing, and says nothing against the words: another model may.
    private static readonly string[] Nothing =
    [
        "NO_IMAGE",
        "IMAGE_OTHER",
        "OTHER",
        "MAX_TOKENS",
        "LANGUAGE",
        "MALFORMED_FUNCTION_CALL",
        "UNEXPECTED_TOOL_CALL",
        "TOO_MANY_TOOL_CALLS",
        "FINISH_REASON_UNSPECIFIED",
    ];

    private static readonly Dictionary<string, PolicyCategory> Ours = new()
    {
        ["HARM_CATEGORY_SEXUALLY_EXPLICIT"] = PolicyCategory.AdultContent,
        ["HARM_CATEGORY_HATE_SPEECH"] = PolicyCategory.HateSpeech,
        ["HARM_CATEGORY_HARASSMENT"] = PolicyCategory.HateSpeech,
        ["HARM_CATEGORY_DANGEROUS_CONTENT"] = PolicyCategory.IllegalActivity,
    };

    /// <summary>
    /// Refused where the prompt was blocked, where the end is a matter of policy, and where the model answered in words; else the work ended without a
    /// picture. Null where there is not even an end.
    /// </summary>
    public static FailureKind? Of(JsonElement answer)
    {
        var block = OpenAiJson.Text(OpenAiJson.Object(answer, "promptFeedback"), "blockReason");
        if (block is not null)
        {
            return FailureKind.Refused;
        }

        var candidates = OpenAiJson.Items(answer, "candidates").ToList();
        var ends = candidates.Select(candidate => OpenAiJson.Text(candidate, "finishReason")).ToList();
        return candidates.All(candidate => candidate.ValueKind != JsonValueKind.Object) ? null
            : ends.All(Nothing.Contains) ? FailureKind.TaskFailed
            : FailureKind.Refused;
    }

    /// <summary>Our categories of the ratings that blocked it, each once.</summary>
    public static IReadOnlyList<string> Categories(JsonElement answer) =>
        [
            .. OpenAiJson
                .Items(answer, "candidates")
                .Select(candidate => (JsonElement?)candidate)
                .Prepend(OpenAiJson.Object(answer, "promptFeedback"))
                .SelectMany(holder => OpenAiJson.Items(holder, "safetyRatings"))
                .Where(rating => rating.ValueKind == JsonValueKind.Object && IsBlocked(rating))
                .Select(rating => OpenAiJson.Text(rating, "category") ?? "")
                .Where(Ours.ContainsKey)
                .Select(name => SnakeCase.Of(Ours[name]))
                .Distinct(),
        ];

    private static bool IsBlocked(JsonElement rating) =>
        rating.TryGetProperty("blocked", out var blocked) && blocked.ValueKind == JsonValueKind.True;
}
