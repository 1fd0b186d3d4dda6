using Atelier.Core.Requests;
using Atelier.Data.Generations;
using Atelier.Server.Presentations.Bodies;

namespace Atelier.Server.Presentations.Reading;

/// <summary>Reads for which element a picture is, and how many units that has.</summary>
internal static class PlaceReader
{
    private const int MostCharacters = 128;

    /// <summary>The element; with wrong names it is not to be used.</summary>
    public static ElementPlace Read(PlacedBody body, ErrorList errors) =>
        new(
            Name("presentationId", body.PresentationId, errors),
            Name("slideId", body.SlideId, errors),
            Name("elementId", body.ElementId, errors)
        );

    /// <summary>Whether a text can be the name of a deck, a slide or an element.</summary>
    public static bool IsName(string? text) =>
        text is { Length: > 0 and <= MostCharacters } && !text.Any(char.IsControl);

    /// <summary>The element's units; null where none were sent, or wrong ones.</summary>
    public static ElementGrid? Grid(ConstraintsPart? part, ErrorList errors)
    {
        if (part is null)
        {
            return null;
        }

        var width = Units("constraints.gridWidth", part.GridWidth, GridSize.Columns, errors);
        var height = Units("constraints.gridHeight", part.GridHeight, GridSize.Rows, errors);
        return width is { } across && height is { } down ? new ElementGrid(across, down) : null;
    }

    private static int? Units(string path, int? units, int most, ErrorList errors)
    {
        if (units is null)
        {
            errors.Add(path, $"{path} is required: whole units of the grid, 1 to {most}.");
            return null;
        }

        if (units is { } count && count >= 1 && count <= most)
        {
            return count;
        }

        errors.Add(path, $"{path} must be 1 to {most}.", code: DeckFields.CodeOf(path));
        return null;
    }

    private static string Name(string path, string? text, ErrorList errors)
    {
        if (text is null)
        {
            errors.Add(path, $"{path} is required: your name of it, 1 to {MostCharacters} characters.");
        }
        else if (!IsName(text))
        {
            errors.Add(path, $"{path} must be 1 to {MostCharacters} characters, without control characters.");
        }

        return text ?? "";
    }
}
