using System.Buffers;
using System.Globalization;

namespace Atelier.Core.Prompts.Cleaning;

/// <summary>Which characters are dashes, or look like one.</summary>
internal static class Dashes
{
    /// <summary>All of them, for searching.</summary>
    public static readonly SearchValues<char> All = SearchValues.Create([
        .. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(Is),
    ]);

    /// <summary>Every dash of Unicode, and the signs that look like one.</summary>
    public static bool Is(char sign) =>
        sign == '-'
        || (
            sign >= '\u00AD'
            && (
                sign is '\u02D7' or '\u2043' or '\u2212' or '\u2500' or '\u2501' or '\u2796'
                || char.GetUnicodeCategory(sign) == UnicodeCategory.DashPunctuation
            )
        );

    /// <summary>Those that Midjourney, or the keyboard of a phone, may have in place of two hyphens.</summary>
    public static bool IsLong(char sign) =>
        sign
            is (>= '\u2012' and <= '\u2015')
                or '\u2212'
                or '\u2500'
                or '\u2501'
                or '\u2796'
                or '\u2E3A'
                or '\u2E3B'
                or '\uFE31'
                or '\uFE32'
                or '\uFE58'
                or '\uFE63'
                or '\uFF0D';
}
