namespace Atelier.Core.Prompts.Cleaning;

/// <summary>Finds flags such as <c>--seed 99</c> in text that is not ours, with their values, and takes them out.</summary>
internal static class FlagCleaner
{
    private const string Unknown = "unknown flags";

    /// <param name="every">
    /// Whether all that Midjourney could take for a flag goes; else only flags that it has, behind two dashes: to other
    /// models a dash is a dash.
    /// </param>
    public static string Clean(string text, bool every, Removals removals)
    {
        var cutter = new WordCutter(text);
        var at = 0;
        while (Next(text, at, every) is { } flag)
        {
            var name = text[flag.Name..flag.End];
            removals.AddFlag(FlagNames.IsKnown(name) ? $"--{name.ToLowerInvariant()}" : Unknown);
            var end = EndOfValue(text, flag, name, every);
            // A comma behind a flag still parts what stood around it.
            at = cutter.Cut(flag.Start, text[end - 1] == ',' ? end - 1 : end);
        }

        return cutter.Finish();
    }

    private static Flag? Next(string text, int from, bool every)
    {
        var at = from;
        while (text.AsSpan(at).IndexOfAny(Dashes.All) is >= 0 and var distance)
        {
            at += distance;
            // Where the text goes on behind a cut, a word begins.
            if (At(text, at, at == from || BeginsWord(text, at), every) is { } flag)
            {
                return flag;
            }

            // The rest of a run of dashes begins no flag either.
            while (at < text.Length && Dashes.Is(text[at]))
            {
                at++;
            }
        }

        return null;
    }

    /// <summary>The flag whose dashes begin here; null when none does.</summary>
    private static Flag? At(string text, int start, bool begins, bool every)
    {
        var name = start;
        while (name < text.Length && Dashes.Is(text[name]))
        {
            name++;
        }

        var end = name;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        if (end == name)
        {
            return null;
        }

        var flag = new Flag(start, name, end);
        var two = name - start > 1;
        if (!every)
        {
            return begins && two && FlagNames.IsKnown(text[name..end]) && EndsName(text, end) ? flag : null;
        }

        // Two hyphens inside a word are how some people write a dash; before a flag that exists they are a flag.
        return begins && (two || Dashes.IsLong(text[start])) || (two && FlagNames.IsKnown(text[name..end]))
            ? flag
            : null;
    }

    private static bool BeginsWord(string text, int at) =>
        at == 0 || text[at - 1] == ',' || char.IsWhiteSpace(text[at - 1]);

    // What goes on with a dash or a letter of another script is a word of the caller's.
    private static bool EndsName(string text, int end) =>
        end == text.Length
        || char.IsWhiteSpace(text[end])
        || char.IsAsciiDigit(text[end])
        || text[end] is ',' or '=' or '.' or ';';

    private static int EndOfValue(string text, Flag flag, string name, bool every)
    {
        // With --ar16:9, --v=7 or "--tile," the value stands in the same word, or there is none.
        var end = EndOfWord(text, flag.End);
        if (FlagNames.TakesRest(name))
        {
            return Next(text, end, every)?.Start ?? text.Length;
        }

        if (end > flag.End || FlagNames.IsBare(name))
        {
            return end;
        }

        var value = end;
        while (value < text.Length && char.IsWhiteSpace(text[value]))
        {
            value++;
        }

        return value < text.Length && Dashes.Is(text[value]) && At(text, value, begins: true, every) is not null
            ? end
            : EndOfWord(text, value);
    }

    private static int EndOfWord(string text, int at)
    {
        while (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>Where a flag's dashes begin, where its name does, and where that ends.</summary>
    private readonly record struct Flag(int Start, int Name, int End);
}
