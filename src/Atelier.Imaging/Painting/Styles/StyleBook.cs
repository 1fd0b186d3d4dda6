using Atelier.Imaging.Painting.Composition;

namespace Atelier.Imaging.Painting.Styles;

/// <summary>The styles by name.</summary>
internal static class StyleBook
{
    public static PaintStyle Find(string? name) =>
        name?.ToLowerInvariant() switch
        {
            null or "realistic" => new((s, f) => Landscape.Compose(s, f, StyleRules.Realistic), new NoFinish()),
            "illustration" => new((s, f) => Landscape.Compose(s, f, StyleRules.Illustration), new InkFinish()),
            "abstract" => new(AbstractPlan.Compose, new NoFinish()),
            "minimal" => new((s, f) => Landscape.Compose(s, f, StyleRules.Minimal), new NoFinish()),
            "photo" => new((s, f) => Landscape.Compose(s, f, StyleRules.Photo), new LensFinish()),
            _ => throw new ArgumentException(
                $"The painter has no style '{name}'. It knows: {string.Join(", ", PaintVocabulary.Known.Styles)}.",
                nameof(name)
            ),
        };
}
