using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Providers.Gemini;

/// <summary>How long a model thinks before it paints. Thoughts are billed.</summary>
internal static class GeminiThinking
{
    /// <summary>The option of this provider: minimal, medium or high.</summary>
    public const string Option = "thinking";

    // Pro decides for itself.
    private static readonly string[] Takes = ["gemini-nano-banana-2.1"];

    /// <summary>Whether the model can be told.</summary>
    public static bool IsTakenBy(string model) => Takes.Contains(model);

    /// <summary>What the request asks for in so many words; null where it does not.</summary>
    public static string? Asked(ImageRequest request) =>
        request.ProviderOptions.GetValueOrDefault(GeminiProvider.Name)?.GetValueOrDefault(Option);

    /// <summary>The level on the wire: the one asked for, else by the quality.</summary>
    public static string Of(ImageRequest request) =>
        Asked(request)?.ToUpperInvariant()
        ?? request.Quality switch
        {
            Quality.Draft => "MINIMAL",
            Quality.Standard => "MEDIUM",
            _ => "HIGH",
        };
}
