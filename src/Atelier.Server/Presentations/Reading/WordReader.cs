using Atelier.Core.Requests;

namespace Atelier.Server.Presentations.Reading;

/// <summary>Reads fields that take one of some words.</summary>
internal static class WordReader
{
    /// <summary>The word; null where it is missing or none of them, which is an error.</summary>
    public static string? Required(string path, string? text, IReadOnlyList<string> allowed, ErrorList errors)
    {
        if (text is null)
        {
            errors.Add(path, $"{path} is required: one of {string.Join(", ", allowed)}.", allowed);
            return null;
        }

        return Optional(path, text, allowed, errors);
    }

    /// <summary>The word; null where there is none, or one of others, which is an error.</summary>
    public static string? Optional(string path, string? text, IReadOnlyList<string> allowed, ErrorList errors)
    {
        if (text is null || allowed.Contains(text))
        {
            return text;
        }

        errors.AddUnknown(path, text, allowed, DeckFields.CodeOf(path));
        return null;
    }
}
