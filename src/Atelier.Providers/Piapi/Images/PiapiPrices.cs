using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Piapi.Images;

/// <summary>What PiAPI takes for tokens of OpenAI's models, three quarters of OpenAI's own price. As of 2026-11-20.</summary>
internal static class PiapiPrices
{
    // Of cached tokens nothing is said, so they count in full; text that a picture's model writes is not billed.
    private static readonly OpenAiPrices TwoAndAHalf = new(3_750, 3_750, 6_000, 6_000, 22_500, 0);

    /// <summary>Nano-dollars a token; null where PiAPI names none.</summary>
    public static OpenAiPrices? Of(string model) =>
        model is "gpt-image-2.5-flare" or "gpt-image-2.5-sunburst" ? TwoAndAHalf : null;
}
