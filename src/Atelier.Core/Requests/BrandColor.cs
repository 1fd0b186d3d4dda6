using System.Buffers;
using System.Globalization;

namespace Atelier.Core.Requests;

/// <summary>A colour that somebody names: words, <c>#1a2b3c</c> or <c>rgb(26, 43, 60)</c>. Nothing else enters a prompt by this way.</summary>
public static class BrandColor
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Characters of a colour (requirement C-02).</summary>
    public const int MostLength = 32;

    /// <summary>How it is told to people.</summary>
    public const string Forms = "a color: words such as navy blue, #1a2b3c or rgb(26, 43, 60)";

    /// <summary>Whether the text is a colour; blanks around it are not.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= MostLength } && (IsHex(text) || IsRgb(text) || IsWords(text));

    private static bool IsHex(string text) =>
        text[0] == '#' && text.Length is 4 or 5 or 7 or 9 && text.AsSpan(1).IndexOfAnyExcept(HexDigits) < 0;

    private static bool IsRgb(string text) =>
        text.StartsWith("rgb(", StringComparison.OrdinalIgnoreCase)
        && text[^1] == ')'
        && text[4..^1].Split(',') is { Length: 3 } parts
        && parts.All(part => byte.TryParse(part.Trim(' '), NumberStyles.None, CultureInfo.InvariantCulture, out _));

    // Letters, with single blanks or hyphens between them: no flag fits in.
    private static bool IsWords(string text)
    {
        var letter = false;
        foreach (var sign in text)
        {
            if (!char.IsLetter(sign) && !(letter && sign is ' ' or '-'))
            {
                return false;
            }

            letter = char.IsLetter(sign);
        }

        return letter;
    }
}
