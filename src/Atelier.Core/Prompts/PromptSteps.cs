using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Core.Prompts;

/// <summary>The single steps of a prompt (requirement C-33). Each gives its own words, or none.</summary>
internal static class PromptSteps
{
    private const int BrandColorsUsed = 2;

    /// <summary>The style's words; for Midjourney none where it has others for it, which come later.</summary>
    public static IReadOnlyList<string> Style(StyleEntry? style, PromptFamily family) =>
        style is null || (family != PromptFamily.Plain && style.MidjourneyWords.Count > 0) ? [] : style.Words;

    public static IReadOnlyList<string> Colors(ColorScheme? scheme, PromptWords words) =>
        scheme is { } wanted ? words.Colors[wanted] : [];

    public static IReadOnlyList<string> Light(Lighting? lighting, PromptWords words) =>
        lighting is { } wanted ? words.Lighting[wanted] : [];

    /// <summary>One phrase with the first two colours; empty without any.</summary>
    public static string Brand(IReadOnlyList<string> colors) =>
        colors.Count == 0 ? "" : $"incorporating {string.Join(" and ", colors.Take(BrandColorsUsed))} color accents";

    /// <summary>What slide the picture is for, from cleaned words; empty without any.</summary>
    public static string About(Surroundings? about)
    {
        var (slide, presentation, theme) = (about?.Slide, about?.Presentation, about?.Theme);
        var titles = (slide, presentation) switch
        {
            ({ Length: > 0 }, { Length: > 0 }) => $"for a slide about {slide} in a presentation about {presentation}",
            ({ Length: > 0 }, _) => $"for a slide about {slide}",
            (_, { Length: > 0 }) => $"for a presentation about {presentation}",
            _ => "",
        };
        return new WordList()
            .Add(titles)
            .Add(theme is { Length: > 0 } ? $"in keeping with the theme {theme}" : "")
            .ToString();
    }

    /// <summary>The tags behind a transfer style; those that say what to avoid only where nothing else can.</summary>
    public static IReadOnlyList<string> Transfer(PromptWords words, bool negative) =>
        negative ? words.TransferTags : [.. words.TransferTags, .. words.TransferAvoid.Select(word => $"avoid {word}")];

    /// <summary>Praise for Midjourney, where the words so far hold none.</summary>
    public static IReadOnlyList<string> Praise(string soFar, PromptFamily family, PromptWords words) =>
        family == PromptFamily.Plain
        || words.Praised.Any(sign => soFar.Contains(sign, StringComparison.OrdinalIgnoreCase))
            ? []
        : family == PromptFamily.Niji ? words.AnimePraise
        : words.Praise;

    /// <summary>A use style's words for Midjourney.</summary>
    public static IReadOnlyList<string> Use(StyleEntry? style, PromptFamily family) =>
        style is null || family == PromptFamily.Plain ? [] : style.MidjourneyWords;

    /// <summary>What to avoid: the style's, those of quality but for what the style needs, the caller's.</summary>
    /// <param name="folded">Without what <see cref="Transfer"/> says in the prompt itself.</param>
    public static string Negative(StyleEntry? style, string own, PromptWords words, bool folded)
    {
        var avoided = new WordList();
        if (style is null)
        {
            return avoided.Add(words.QualityNegatives).Add(own).ToString();
        }

        var transfer = style.Kind == StyleKind.Transfer;
        avoided.Add(style.Avoid);
        foreach (var word in words.QualityNegatives)
        {
            var said = Holds(style.Keep, word) || (folded && transfer && Holds(words.TransferAvoid, word));
            avoided.Add(said ? "" : word);
        }

        if (transfer && !folded)
        {
            foreach (var word in words.TransferAvoid)
            {
                avoided.Add(Holds(words.QualityNegatives, word) ? "" : word);
            }
        }

        return avoided.Add(own).ToString();
    }

    private static bool Holds(IReadOnlyList<string> words, string word) =>
        words.Count > 0 && words.Contains(word, StringComparer.OrdinalIgnoreCase);
}
