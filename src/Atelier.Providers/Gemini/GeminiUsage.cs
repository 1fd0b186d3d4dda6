using System.Text.Json;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Gemini;

/// <summary>What a call cost, from the tokens that its answer names.</summary>
internal static class GeminiUsage
{
    /// <summary>Nano-dollars; null when the answer or our price table does not say enough.</summary>
    public static long? CostNanos(JsonElement answer, string model)
    {
        var usage = OpenAiJson.Object(answer, "usageMetadata");
        if (GeminiPrices.Of(model) is not { } prices || Count(usage, "promptTokenCount") is not { } input)
        {
            return null;
        }

        var output = Count(usage, "candidatesTokenCount") ?? 0;
        var thoughts = Count(usage, "thoughtsTokenCount") ?? 0;
        var images = Math.Min(ImagesOf(usage) ?? output, output);
        return (input * prices.In) + (images * prices.ImageOut) + ((output - images + thoughts) * prices.TextOut);
    }

    // Where the kinds are not told, all of it counts as the dearest.
    private static long? ImagesOf(JsonElement? usage)
    {
        var details = OpenAiJson.Items(usage, "candidatesTokensDetails").ToList();
        return details.Count == 0 ? null : details.Where(IsImage).Sum(detail => Count(detail, "tokenCount") ?? 0);
    }

    private static bool IsImage(JsonElement detail) => OpenAiJson.Text(detail, "modality") == "IMAGE";

    // A number beyond every real call would overflow the sum.
    private static long? Count(JsonElement? parent, string name) =>
        OpenAiJson.Number(parent, name) is >= 0 and <= int.MaxValue and var count ? count : null;
}
