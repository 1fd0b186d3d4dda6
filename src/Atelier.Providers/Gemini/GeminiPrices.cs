namespace Atelier.Providers.Gemini;

/// <summary>Nano-dollars a token; a dollar for a million tokens is 1,000. As of 2026-11-20.</summary>
/// <param name="In">Words and pictures alike.</param>
/// <param name="TextOut">Thoughts too.</param>
internal sealed record GeminiPrices(long In, long ImageOut, long TextOut)
{
    private static readonly Dictionary<string, GeminiPrices> ByModel = new()
    {
        ["gemini-nano-banana-2.1"] = new(1_500, 30_000, 7_500),
        // Its price of text that comes out is Google's of the model without pictures.
        ["gemini-3-pro-image"] = new(2_000, 120_000, 12_000),
    };

    /// <summary>The prices of a model at Google; null when they are not known.</summary>
    public static GeminiPrices? Of(string model) => ByModel.GetValueOrDefault(model);
}
