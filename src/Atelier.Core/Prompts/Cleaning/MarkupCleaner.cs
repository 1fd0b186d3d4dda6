using System.Buffers;
using System.Globalization;

namespace Atelier.Core.Prompts.Cleaning;

/// <summary>
/// Takes out what a page could run, by requirement B-63: angle brackets, <c>javascript:</c>, and <c>on…=</c> where a word
/// begins. One pass that looks back after each sign it keeps, so that nothing comes together again around a gap.
/// </summary>
internal static class MarkupCleaner
{
    private const string Script = "javascript:";
    private const int ShortestHandler = 3;

    // What the others need; a text without any of these stays as it is, unless it holds the script.
    private static readonly SearchValues<char> Ends = SearchValues.Create("<>=");

    /// <summary>The text without it, trimmed.</summary>
    public static string Clean(string text, Removals removals)
    {
        // A colon alone is in many prompts, and harmless.
        if (!text.AsSpan().ContainsAny(Ends) && !text.Contains(Script, StringComparison.OrdinalIgnoreCase))
        {
            return text.Trim();
        }

        var kept = new char[text.Length];
        var length = 0;
        foreach (var sign in text)
        {
            if (sign is '<' or '>')
            {
                removals.AddMarkup("< and >");
                continue;
            }

            kept[length++] = sign;
            var clean = LengthWithout(kept.AsSpan(0, length));
            if (clean < length)
            {
                removals.AddMarkup(sign == ':' ? Script : "on…=");
                length = clean;
            }
        }

        return length == text.Length ? text.Trim() : new string(kept, 0, length).Trim();
    }

    private static int LengthWithout(ReadOnlySpan<char> kept)
    {
        if (kept[^1] == ':' && kept.EndsWith(Script, StringComparison.OrdinalIgnoreCase))
        {
            return kept.Length - Script.Length;
        }

        return kept[^1] == '=' ? LengthWithoutHandler(kept) : kept.Length;
    }

    // Looks back over one word at most, and a sign "=" that stays stops whoever comes after it: linear in all.
    private static int LengthWithoutHandler(ReadOnlySpan<char> kept)
    {
        var end = kept.Length - 1;
        while (end > 0 && char.IsWhiteSpace(kept[end - 1]))
        {
            end--;
        }

        var start = end;
        while (start > 0 && IsOfWord(kept[start - 1]))
        {
            start--;
        }

        // An accent without a letter hides no word.
        while (start < end && !char.IsLetterOrDigit(kept[start]) && kept[start] != '_')
        {
            start++;
        }

        var word = kept[start..end];
        return word.Length >= ShortestHandler && word.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            ? start
            : kept.Length;
    }

    // An accent that stands behind its letter belongs to the word.
    private static bool IsOfWord(char sign) =>
        char.IsLetterOrDigit(sign)
        || char.GetUnicodeCategory(sign)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.ConnectorPunctuation;
}
