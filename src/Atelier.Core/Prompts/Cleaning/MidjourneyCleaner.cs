using System.Text;

namespace Atelier.Core.Prompts.Cleaning;

/// <summary>
/// Takes flags, picture addresses and permutations out of text for Midjourney. What leaves here is one line without two
/// dashes side by side, without a long dash before a letter, address or braces, so no flag can begin in it.
/// </summary>
internal static class MidjourneyCleaner
{
    private const string Http = "http";

    public static string Clean(string text, Removals removals)
    {
        // Markup that was hidden by signs without width shows only now, and what it leaves may be neighbours of dashes.
        var plain = MarkupCleaner.Clean(HiddenSigns.Remove(text), removals);
        plain = WithoutBraces(WithoutAddresses(HiddenSigns.Remove(plain), removals), removals);
        return WithoutForce(FlagCleaner.Clean(plain, every: true, removals));
    }

    private static string WithoutAddresses(string text, Removals removals)
    {
        var cutter = new WordCutter(text);
        for (
            var at = text.IndexOf(Http, StringComparison.OrdinalIgnoreCase);
            at >= 0 && at < text.Length;
            at = text.IndexOf(Http, at, StringComparison.OrdinalIgnoreCase)
        )
        {
            var end = at + Http.Length;
            end += end < text.Length && text[end] is 's' or 'S' ? 1 : 0;
            if (!text.AsSpan(end).StartsWith("://"))
            {
                at = end;
                continue;
            }

            while (end < text.Length && text[end] != ' ')
            {
                end++;
            }

            removals.AddFlag("picture addresses");
            at = cutter.Cut(at, end);
        }

        return cutter.Finish();
    }

    private static string WithoutBraces(string text, Removals removals)
    {
        if (!text.AsSpan().ContainsAny('{', '}'))
        {
            return text;
        }

        removals.AddFlag("braces");
        return text.Replace('{', '(').Replace('}', ')');
    }

    /// <summary>Dashes that could begin a flag stand apart; their words stay.</summary>
    private static string WithoutForce(string text)
    {
        if (!text.AsSpan().ContainsAny(Dashes.All) && !text.Contains("  ", StringComparison.Ordinal))
        {
            return text.Trim();
        }

        var rest = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; )
        {
            var end = at;
            while (end < text.Length && Dashes.Is(text[end]))
            {
                end++;
            }

            if (end - at > 1)
            {
                AppendApart(rest, '-');
            }
            else if (end > at && Dashes.IsLong(text[at]) && end < text.Length && char.IsAsciiLetter(text[end]))
            {
                AppendApart(rest, text[at]);
            }
            else
            {
                end = at + 1;
                if (text[at] != ' ' || (rest.Length > 0 && rest[^1] != ' '))
                {
                    rest.Append(text[at]);
                }
            }

            at = end;
        }

        return rest.ToString().TrimEnd();
    }

    private static void AppendApart(StringBuilder rest, char dash)
    {
        if (rest.Length > 0 && rest[^1] != ' ')
        {
            rest.Append(' ');
        }

        rest.Append(dash).Append(' ');
    }
}
