using Atelier.Core.Routing;
using Atelier.Imaging.Painting;

namespace Atelier.Providers.Local;

/// <summary>The painter's own style for a style of the catalogue: the same, or the nearest with a word about it.</summary>
internal static class LocalStyle
{
    private static readonly Dictionary<string, string> Nearest = new()
    {
        ["lifestyle"] = "photo",
        ["hero-shot"] = "photo",
        ["product-photo"] = "photo",
        ["product-detail"] = "photo",
        ["text-heavy"] = "minimal",
        ["artistic"] = "illustration",
        ["ghibli"] = "illustration",
        ["dragonball"] = "illustration",
        ["pixel"] = "illustration",
        ["oil"] = "illustration",
        ["cartoon"] = "illustration",
    };

    /// <summary>What to paint in, and what that loses; an operator's own style is painted as if none was asked for.</summary>
    public static (string? Style, IReadOnlyList<Degradation> Losses) Of(string? asked)
    {
        if (asked is null || PaintVocabulary.Known.Styles.Contains(asked))
        {
            return (asked, []);
        }

        var style = Nearest.GetValueOrDefault(asked, "realistic");
        return (
            style,
            [new Degradation("style_approximated", $"The painter has no style {asked}; it paints {style}.")]
        );
    }
}
