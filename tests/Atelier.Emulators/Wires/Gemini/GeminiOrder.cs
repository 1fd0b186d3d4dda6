namespace Atelier.Emulators.Wires.Gemini;

/// <summary>A checked call.</summary>
/// <param name="Images">Pictures that came along.</param>
/// <param name="Thinking">The level; null where none was said.</param>
internal sealed record GeminiOrder(
    GeminiModel Model,
    string Prompt,
    int Images,
    string Ratio,
    string Size,
    string? Thinking,
    bool Speaks
)
{
    private const int PerImage = 560;

    public int PromptTokens => ((Prompt.Length + 3) / 4) + (Images * PerImage);

    public int Thoughts => GeminiModel.ThoughtsOf(Thinking);

    public long NanoDollars =>
        (PromptTokens * Model.InPrice) + (Model.TokensOf(Size) * Model.ImagePrice) + (Thoughts * Model.TextPrice);

    /// <summary>What is billed of a prompt that is blocked.</summary>
    public long BlockedNanoDollars => PromptTokens * Model.InPrice;

    /// <summary>Pixels: about one, four or sixteen million in the ratio.</summary>
    public (int Width, int Height) Pixels
    {
        get
        {
            var times = int.Parse(Size[..^1], System.Globalization.CultureInfo.InvariantCulture);
            var (width, height) = GeminiRatios.Pixels[Ratio];
            return (width * times, height * times);
        }
    }
}
