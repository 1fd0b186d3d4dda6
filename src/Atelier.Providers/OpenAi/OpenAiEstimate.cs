using Atelier.Core.Catalogue;

namespace Atelier.Providers.OpenAi;

/// <summary>What a picture will probably cost: the known tokens of a square picture, in proportion to the pixels.</summary>
internal static class OpenAiEstimate
{
    private const long SquarePixels = 1024 * 1024;
    private const int CharactersPerToken = 4;

    // Tokens of a picture of 1024x1024 at low, medium and high. Those of 1.5 and mini are reckoned from their prices, and
    // low and medium of 2.6 are 3.5 times those of 2.5, as measured.
    private static readonly Dictionary<string, (int Low, int Medium, int High)> Tokens = new()
    {
        ["gpt-image-1-mini"] = (625, 1375, 4500),
        ["gpt-image-1.5"] = (281, 1063, 4156),
        ["gpt-image-2"] = (196, 1756, 7024),
        ["gpt-image-2.5-flare"] = (196, 439, 1756),
        ["gpt-image-2.5-sunburst"] = (196, 439, 1756),
        ["gpt-image-2.6-flare"] = (686, 1537, 1756),
        ["gpt-image-2.6-sunburst"] = (686, 1537, 1756),
    };

    // Each picture that is shown before the finished one.
    private const int PartialTokens = 100;

    /// <summary>Nano-dollars for so many pictures before the finished one; null where nothing is known of the model.</summary>
    public static long? PartialNanos(OfferEntry offer, int partials) =>
        OpenAiPrices.Of(offer.ProviderModel) is { } prices ? partials * PartialTokens * prices.ImageOut : null;

    /// <summary>Nano-dollars for one picture, at most what the offer names; null where nothing is known of the model.</summary>
    public static long? Nanos(OfferEntry offer, string prompt, PixelSize size, string quality) =>
        Nanos(offer, OpenAiPrices.Of(offer.ProviderModel), prompt, size, quality);

    /// <param name="prices">Of the model where it is called; null when they are not known.</param>
    public static long? Nanos(OfferEntry offer, OpenAiPrices? prices, string prompt, PixelSize size, string quality)
    {
        var name = OpenAiModelName.WithoutDate(offer.ProviderModel);
        if (prices is null || !Tokens.TryGetValue(name, out var tokens))
        {
            return null;
        }

        var square = quality switch
        {
            "low" => tokens.Low,
            "medium" => tokens.Medium,
            _ => tokens.High,
        };
        var output = ((square * size.Pixels) + SquarePixels - 1) / SquarePixels;
        var input = (prompt.Length + CharactersPerToken - 1) / CharactersPerToken;
        var most = (long)(offer.Price.Maximum * 1_000_000_000m);
        return Math.Min((output * prices.ImageOut) + (input * prices.TextIn), most);
    }
}
