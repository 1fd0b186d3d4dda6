using System.Text.Json;

namespace Atelier.Providers.OpenAi;

/// <summary>What a call cost, from the tokens that its answer names.</summary>
internal static class OpenAiUsage
{
    /// <summary>Nano-dollars; null when the answer or our price table does not say enough.</summary>
    /// <param name="prices">Of the model where the call was made; null when they are not known.</param>
    public static long? CostNanos(JsonElement answer, OpenAiPrices? prices)
    {
        var usage = OpenAiJson.Object(answer, "usage");
        var input = OpenAiJson.Object(usage, "input_tokens_details");
        if (
            prices is null
            || Count(input, "text_tokens") is not { } text
            || Count(input, "image_tokens") is not { } images
            || Output(usage, prices) is not { } output
        )
        {
            return null;
        }

        var (cachedText, cachedImages) = Cached(input, text, images);
        return ((text - cachedText) * prices.TextIn)
            + (cachedText * prices.TextInCached)
            + ((images - cachedImages) * prices.ImageIn)
            + (cachedImages * prices.ImageInCached)
            + output;
    }

    // Where text is billed apart, a sum of both kinds is not enough.
    private static long? Output(JsonElement? usage, OpenAiPrices prices)
    {
        var details = OpenAiJson.Object(usage, "output_tokens_details");
        if (Count(details, "image_tokens") is { } images)
        {
            return (images * prices.ImageOut) + ((Count(details, "text_tokens") ?? 0) * prices.TextOut);
        }

        return prices.TextOut == 0 && Count(usage, "output_tokens") is { } sum ? sum * prices.ImageOut : null;
    }

    // Told as a sum or by kind. Text comes first in a call, so of a sum it is the text that is cached first.
    private static (long Text, long Images) Cached(JsonElement? input, long text, long images)
    {
        var details = OpenAiJson.Object(input, "cached_tokens_details");
        var sum = Count(input, "cached_tokens") ?? 0;
        var cachedText = Math.Min(Count(details, "text_tokens") ?? sum, text);
        var cachedImages = Math.Min(Count(details, "image_tokens") ?? sum - Math.Min(sum, cachedText), images);
        return (cachedText, cachedImages);
    }

    // A number beyond every real call would overflow the sum.
    private static long? Count(JsonElement? parent, string name) =>
        OpenAiJson.Number(parent, name) is >= 0 and <= int.MaxValue and var count ? count : null;
}
