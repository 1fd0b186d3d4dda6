using Atelier.Core.Catalogue;

namespace Atelier.Core.Prompts;

/// <summary>Puts the caller's words and the style's words together, in the order of requirement C-28.</summary>
public static class PromptBuilder
{
    /// <summary>The caller's prompt, then the style's words, joined by commas; empty when there are neither.</summary>
    public static string Build(string? prompt, StyleEntry? style) => Join([prompt, .. style?.Words ?? []]);

    /// <summary>The style's words to avoid, then the caller's; null when there are none.</summary>
    public static string? BuildNegative(string? negative, StyleEntry? style)
    {
        var text = Join([.. style?.Avoid ?? [], negative]);
        return text.Length == 0 ? null : text;
    }

    private static string Join(IEnumerable<string?> parts) =>
        string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
}
