namespace Atelier.Emulators.Wires.OpenAi;

/// <summary>Output tokens of one picture, by the sheet's table; other sizes in proportion to their pixels.</summary>
internal static class OpenAiTokens
{
    /// <summary>What each streamed preview costs.</summary>
    public const int PerPartial = 100;

    /// <summary>Text that gpt-image-1.5 writes, and bills, for each picture.</summary>
    public const int TextPerPicture = 140;

    /// <summary>An input picture; the sheet gives no figure, so this is the emulator's own.</summary>
    public const int PerInputImage = 300;

    private const long Square = 1024 * 1024;
    private const long Oblong = 1536 * 1024;

    private static readonly Dictionary<(OpenAiFamily, string), int> _square = new()
    {
        [(OpenAiFamily.Mini, "low")] = 625,
        [(OpenAiFamily.Mini, "medium")] = 1375,
        [(OpenAiFamily.Mini, "high")] = 4500,
        [(OpenAiFamily.V15, "low")] = 281,
        [(OpenAiFamily.V15, "medium")] = 1063,
        [(OpenAiFamily.V15, "high")] = 4156,
        [(OpenAiFamily.V2, "low")] = 196,
        [(OpenAiFamily.V2, "medium")] = 1756,
        [(OpenAiFamily.V2, "high")] = 7024,
        [(OpenAiFamily.V25, "low")] = 196,
        [(OpenAiFamily.V25, "medium")] = 439,
        [(OpenAiFamily.V25, "high")] = 1756,
        [(OpenAiFamily.V25, "xhigh")] = 3122,
        [(OpenAiFamily.V25, "max")] = 7024,
        [(OpenAiFamily.V26, "low")] = 686,
        [(OpenAiFamily.V26, "medium")] = 1537,
        [(OpenAiFamily.V26, "high")] = 1756,
        [(OpenAiFamily.V26, "xhigh")] = 3122,
        [(OpenAiFamily.V26, "max")] = 7024,
    };

    private static readonly Dictionary<(OpenAiFamily, string, long), int> _measured = new()
    {
        [(OpenAiFamily.Mini, "low", Oblong)] = 750,
        [(OpenAiFamily.Mini, "medium", Oblong)] = 1875,
        [(OpenAiFamily.Mini, "high", Oblong)] = 6500,
        [(OpenAiFamily.V15, "low", Oblong)] = 406,
        [(OpenAiFamily.V15, "medium", Oblong)] = 1563,
        [(OpenAiFamily.V15, "high", Oblong)] = 6250,
        [(OpenAiFamily.V26, "low", Oblong)] = 664,
        [(OpenAiFamily.V26, "high", Oblong)] = 1353,
        [(OpenAiFamily.V26, "high", 3840L * 2160)] = 3337,
    };

    public static int Of(OpenAiFamily family, string quality, int width, int height)
    {
        var pixels = (long)width * height;
        return _measured.TryGetValue((family, quality, pixels), out var tokens)
            ? tokens
            : (int)((_square[(family, quality)] * pixels + Square - 1) / Square);
    }
}
