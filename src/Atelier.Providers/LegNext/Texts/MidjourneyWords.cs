using Atelier.Core.Requests;

namespace Atelier.Providers.LegNext.Texts;

/// <summary>Words that Midjourney answers well to, added behind the caller's and the style's.</summary>
internal static class MidjourneyWords
{
    private static readonly string[] Praise = ["high quality", "8k", "detailed", "professional"];

    /// <summary>The words with what is missing: praise where there is none, then those of the use style.</summary>
    public static string Enhance(string words, string? style, bool anime)
    {
        var praised = Praise.Any(word => words.Contains(word, StringComparison.OrdinalIgnoreCase));
        // Anime has nothing of a photo.
        var praise =
            praised ? null
            : anime ? "high quality"
            : "high quality, professional photography";
        return string.Join(", ", new[] { words, praise, OfStyle(style) }.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>The style of an operation that has one; null for the others.</summary>
    public static string? StyleOf(ImageOperation operation) =>
        operation switch
        {
            Create create => create.Style,
            Stylise stylise => stylise.Style,
            _ => null,
        };

    private static string? OfStyle(string? style) =>
        style switch
        {
            "lifestyle" => "natural lighting, candid, authentic",
            "hero-shot" => "dramatic lighting, cinematic composition",
            "product-photo" => "studio lighting, clean background, commercial photography",
            "artistic" => "artistic, creative, visually striking",
            _ => null,
        };
}
