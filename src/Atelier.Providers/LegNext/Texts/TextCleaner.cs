using System.Text;
using System.Text.RegularExpressions;

namespace Atelier.Providers.LegNext.Texts;

/// <summary>
/// Takes flags, picture addresses and permutations out of text that is not ours. What leaves here has no two dashes side
/// by side, no long dash before a letter, no address and no braces, so no flag can begin in it.
/// </summary>
internal static partial class TextCleaner
{
    // Every dash of Unicode, and the signs that look like one.
    private const string Dash = @"[\p{Pd}\u02D7\u2043\u2212\u2500\u2501]";

    // Those that Midjourney, or the keyboard of a phone, may have in place of two hyphens.
    private const string LongDash = @"[\u2012-\u2015\u2212\u2500\u2501\u2E3A\u2E3B\uFE31\uFE32\uFE58\uFE63\uFF0D]";

    private const string Addresses = "picture addresses";
    private const string Permutations = "braces";
    private const string Unknown = "unknown flags";

    public static CleanText Clean(string text)
    {
        var removed = new List<string>();
        var plain = Blank().Replace(Hidden().Replace(text, ""), " ");
        plain = Replace(Address(), plain, " ", Addresses, removed);
        plain = Brace().Replace(plain, brace => brace.Value == "{" ? "(" : ")");
        if (text.AsSpan().IndexOfAny('{', '}') >= 0)
        {
            Note(removed, Permutations);
        }

        plain = WithoutFlags(plain, removed);
        plain = Glued().Replace(plain, dashes => dashes.Value.Length > 1 ? " - " : $" {dashes.Value} ");
        plain = Blank().Replace(plain, " ").Trim();
        return new CleanText(removed.Count > 0 ? Commas().Replace(plain, ", ").Trim(' ', ',') : plain, removed);
    }

    private static string WithoutFlags(string text, List<string> removed)
    {
        var rest = new StringBuilder(text.Length);
        var at = 0;
        while (NextFlag(text, at) is { } flag)
        {
            rest.Append(text, at, flag.Index - at).Append(' ');
            var name = flag.Groups["name"].Value;
            Note(removed, FlagNames.IsKnown(name) ? $"--{name.ToLowerInvariant()}" : Unknown);
            at = EndOfValue(text, flag, name);
            // A comma behind a flag still parts what stood around it.
            at -= text[at - 1] == ',' ? 1 : 0;
        }

        return rest.Append(text, at, text.Length - at).ToString();
    }

    private static Match? NextFlag(string text, int from)
    {
        for (var flag = Flag().Match(text, from); flag.Success; flag = flag.NextMatch())
        {
            // Two hyphens inside a word are how some people write a dash; before a flag that exists they are a flag.
            if (flag.Groups["start"].Success || FlagNames.IsKnown(flag.Groups["name"].Value))
            {
                return flag;
            }
        }

        return null;
    }

    private static int EndOfValue(string text, Match flag, string name)
    {
        var end = flag.Index + flag.Length;
        // With --ar16:9, --v=7 or "--tile," the value stands in the same word, or there is none.
        var glued = end < text.Length && text[end] != ' ';
        while (end < text.Length && text[end] != ' ')
        {
            end++;
        }

        if (FlagNames.TakesRest(name))
        {
            return NextFlag(text, end)?.Index ?? text.Length;
        }

        if (glued || FlagNames.IsBare(name))
        {
            return end;
        }

        var value = Value().Match(text, end);
        return value.Success && NextFlag(text, end)?.Index != value.Groups["word"].Index ? end + value.Length : end;
    }

    private static string Replace(Regex wanted, string text, string with, string name, List<string> removed)
    {
        if (!wanted.IsMatch(text))
        {
            return text;
        }

        Note(removed, name);
        return wanted.Replace(text, with);
    }

    private static void Note(List<string> removed, string name)
    {
        if (!removed.Contains(name))
        {
            removed.Add(name);
        }
    }

    // Signs without a width beside a dash would hide that two dashes are neighbours.
    [GeneratedRegex($@"(?<={Dash})[\p{{Cf}}\p{{M}}]+|\p{{Cf}}+(?=[\p{{Cf}}\p{{M}}]*{Dash})|\u00AD")]
    private static partial Regex Hidden();

    [GeneratedRegex(@"[\s\p{Cc}\p{Zl}\p{Zp}]+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"<?https?://\S*", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@" *,[ ,]*")]
    private static partial Regex Commas();

    [GeneratedRegex(@"[{}]")]
    private static partial Regex Brace();

    [GeneratedRegex(
        $@"(?:(?<start>(?<!\S)(?:{Dash}{{2,}}|{LongDash}))|(?<!{Dash}){Dash}{{2,}})(?<name>[A-Za-z]+)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Flag();

    [GeneratedRegex(@"\G +(?<word>[^ ]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Value();

    [GeneratedRegex($@"{Dash}{{2,}}|{LongDash}(?=[A-Za-z])")]
    private static partial Regex Glued();
}
