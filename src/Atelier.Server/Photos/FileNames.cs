using System.Globalization;

namespace Atelier.Server.Photos;

/// <summary>Names of files: those that callers bring, and those that downloads get.</summary>
internal static class FileNames
{
    private const int MostCharacters = 255;
    private const string Nameless = "upload";

    /// <summary>The name without path, control characters and half letters; it is shown, and used for nothing.</summary>
    public static string Clean(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var letters = last.EnumerateRunes()
            .Where(rune =>
                rune.Value != 0xFFFD
                && CharUnicodeInfo.GetUnicodeCategory(rune.Value)
                    is not (
                        UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator
                        or UnicodeCategory.PrivateUse
                        or UnicodeCategory.OtherNotAssigned
                    )
            )
            .Take(MostCharacters);
        var clean = string.Concat(letters).Trim();
        return clean.Trim('.').Length > 0 ? clean : Nameless;
    }

    /// <summary>The name of a download (requirement B-42), as a header says it.</summary>
    public static string Attachment(string brand, string style, DateTimeOffset at, string extension) =>
        $"attachment; filename=\"{brand}_{style}_{at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}.{extension}\"";

    /// <summary>The name of a picture that is only shown.</summary>
    public static string Inline(string type, string extension) => $"inline; filename=\"{type}.{extension}\"";
}
