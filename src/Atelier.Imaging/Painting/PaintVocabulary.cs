using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting;

/// <summary>The words the painter knows, lower case and in alphabetical order, for documentation and error texts.</summary>
/// <param name="Scenery">Nouns it can paint.</param>
/// <param name="Moods">Times of day, seasons and weather.</param>
/// <param name="Colours">Colours; they tint the noun that follows, or else the whole picture.</param>
/// <param name="Styles">Values of <see cref="PaintOrder.Style"/>.</param>
public sealed record PaintVocabulary(
    IReadOnlyList<string> Scenery,
    IReadOnlyList<string> Moods,
    IReadOnlyList<string> Colours,
    IReadOnlyList<string> Styles
)
{
    /// <summary>The vocabulary of this version.</summary>
    public static PaintVocabulary Known { get; } =
        new(
            Sorted(WordTable.Things.Keys),
            Sorted(WordTable.Moods.Keys),
            Sorted(WordTable.Colours.Keys),
            ["realistic", "illustration", "abstract", "minimal", "photo"]
        );

    private static string[] Sorted(IEnumerable<string> words) => [.. words.Order(StringComparer.Ordinal)];
}
