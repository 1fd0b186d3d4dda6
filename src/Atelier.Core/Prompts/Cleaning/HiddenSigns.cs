using System.Globalization;
using System.Text;

namespace Atelier.Core.Prompts.Cleaning;

/// <summary>
/// Signs without a width beside a dash would hide that two dashes are neighbours. Elsewhere they belong to the word: they
/// hold a family of emoji together.
/// </summary>
internal static class HiddenSigns
{
    private const char SoftHyphen = '\u00AD';

    /// <summary>The text without them, and without soft hyphens; blanks of all kinds become one.</summary>
    public static string Remove(string text)
    {
        if (IsPlain(text))
        {
            return text;
        }

        var rest = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; )
        {
            if (IsBlank(text[at]))
            {
                at++;
                if (rest.Length > 0 && rest[^1] != ' ')
                {
                    rest.Append(' ');
                }
            }
            else if (LengthOf(text, at) == 0)
            {
                rest.Append(text[at++]);
            }
            else
            {
                at = CopyRun(text, at, rest);
            }
        }

        return rest.ToString().TrimEnd();
    }

    // Most prompts: printable ASCII with single blanks between words.
    private static bool IsPlain(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && !text.Contains("  ", StringComparison.Ordinal)
        && (text.Length == 0 || (text[0] != ' ' && text[^1] != ' '));

    // A run of signs without width goes when a dash stands on either side of it; of those before a dash, accents stay.
    private static int CopyRun(string text, int start, StringBuilder rest)
    {
        var end = start;
        while (end < text.Length && LengthOf(text, end) is > 0 and var length)
        {
            end += length;
        }

        var behindDash = rest.Length > 0 && Dashes.Is(rest[^1]);
        var beforeDash = end < text.Length && Dashes.Is(text[end]);
        for (var at = start; at < end; at += LengthOf(text, at))
        {
            if (!behindDash && text[at] != SoftHyphen && !(beforeDash && !IsMark(text, at)))
            {
                rest.Append(text, at, LengthOf(text, at));
            }
        }

        return end;
    }

    /// <summary>UTF-16 units of the sign without width that stands here; 0 when it has one.</summary>
    private static int LengthOf(string text, int at)
    {
        // Nearly all text is below the first of them.
        if (text[at] < SoftHyphen)
        {
            return 0;
        }

        var hidden =
            text[at] is '\u115F' or '\u1160' or '\u3164' or '\uFFA0'
            || CharUnicodeInfo.GetUnicodeCategory(text, at) == UnicodeCategory.Format
            || IsMark(text, at);
        return !hidden ? 0
            : char.IsSurrogatePair(text, at) ? 2
            : 1;
    }

    private static bool IsMark(string text, int at) =>
        CharUnicodeInfo.GetUnicodeCategory(text, at)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark;

    private static bool IsBlank(char sign) => char.IsWhiteSpace(sign) || char.IsControl(sign);
}
