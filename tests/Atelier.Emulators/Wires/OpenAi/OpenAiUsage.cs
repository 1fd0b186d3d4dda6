namespace Atelier.Emulators.Wires.OpenAi;

/// <summary>Tokens of a call and what they cost.</summary>
internal readonly record struct OpenAiUsage(int TextIn, int ImagesIn, int ImagesOut, int TextOut)
{
    public int Total => TextIn + ImagesIn + ImagesOut + TextOut;

    /// <summary>One dollar per million tokens is 1,000 nano-dollars per token.</summary>
    public long NanoDollars(OpenAiFamily family)
    {
        var (textIn, imageIn, imageOut, textOut) = family switch
        {
            OpenAiFamily.Mini => (2_000L, 2_500L, 8_000L, 0L),
            OpenAiFamily.V15 => (5_000L, 8_000L, 32_000L, 10_000L),
            _ => (5_000L, 8_000L, 30_000L, 0L),
        };
        return (TextIn * textIn) + (ImagesIn * imageIn) + (ImagesOut * imageOut) + (TextOut * textOut);
    }

    /// <summary>As in answers; events of a stream have no details of the output.</summary>
    public Dictionary<string, object> ToWire(bool streamed)
    {
        var usage = new Dictionary<string, object>
        {
            ["total_tokens"] = Total,
            ["input_tokens"] = TextIn + ImagesIn,
            ["output_tokens"] = ImagesOut + TextOut,
            ["input_tokens_details"] = new { text_tokens = TextIn, image_tokens = ImagesIn },
        };
        if (!streamed)
        {
            usage["output_tokens_details"] = new { image_tokens = ImagesOut, text_tokens = TextOut };
        }

        return usage;
    }
}
