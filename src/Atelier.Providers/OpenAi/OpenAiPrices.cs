namespace Atelier.Providers.OpenAi;

/// <summary>Nano-dollars a token; a dollar for a million tokens is 1,000. As of 2026-11-20.</summary>
internal sealed record OpenAiPrices(
    long TextIn,
    long TextInCached,
    long ImageIn,
    long ImageInCached,
    long ImageOut,
    long TextOut
)
{
    private static readonly OpenAiPrices Mini = new(2_000, 200, 2_500, 250, 8_000, 0);
    private static readonly OpenAiPrices OneAndAHalf = new(5_000, 1_250, 8_000, 2_000, 32_000, 10_000);
    private static readonly OpenAiPrices FromTwo = new(5_000, 1_250, 8_000, 2_000, 30_000, 0);

    private static readonly Dictionary<string, OpenAiPrices> ByModel = new()
    {
        ["gpt-image-1-mini"] = Mini,
        ["gpt-image-1.5"] = OneAndAHalf,
        ["chatgpt-image-latest"] = OneAndAHalf,
        ["gpt-image-2"] = FromTwo,
        ["gpt-image-2.5-flare"] = FromTwo,
        ["gpt-image-2.5-sunburst"] = FromTwo,
        ["gpt-image-2.6-flare"] = FromTwo,
        ["gpt-image-2.6-sunburst"] = FromTwo,
    };

    /// <summary>The prices of a model at OpenAI; null when they are not known.</summary>
    public static OpenAiPrices? Of(string model) => ByModel.GetValueOrDefault(OpenAiModelName.WithoutDate(model));
}
