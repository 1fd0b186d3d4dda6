using System.Globalization;
using Atelier.Core.Policy.Folding;

namespace Atelier.Core.Policy.Matching;

/// <summary>All forms in which a term of a list is found, each as its words.</summary>
internal static class TermForms
{
    private const int MostLetters = 80;
    private const int MostWords = 6;
    private const string Age = "<age>";

    private static readonly char[] Between =
    [
        LetterTable.Space,
        LetterTable.Mark,
        LetterTable.Break,
        LetterTable.Line,
        '\'',
        '@',
        '$',
        '!',
        '|',
        '+',
        '*',
        LetterTable.Picture,
    ];

    private static readonly string[] Numbers =
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
    ];

    /// <summary>What is wrong with a term, to stand behind its key; null when nothing is.</summary>
    public static string? Problem(string term)
    {
        if (term.Length > MostLetters)
        {
            return $"holds a term of more than {MostLetters} characters.";
        }

        return WordsOf(Bare(term).Replace(Age, "1", StringComparison.Ordinal)).Count is 0 or > MostWords
            ? $"holds \"{term}\"; a term is 1 to {MostWords} words of letters or digits."
            : null;
    }

    public static IEnumerable<IReadOnlyList<string>> Of(string term)
    {
        var bare = Bare(term);
        foreach (var text in Ages(bare))
        {
            var words = WordsOf(text);
            yield return words;
            if (term.StartsWith('='))
            {
                continue;
            }

            foreach (var last in Inflections.Of(words[^1], isVerb: term.EndsWith('~')))
            {
                yield return [.. words.Take(words.Count - 1), last];
            }
        }
    }

    /// <summary>The words of a term, folded as texts are.</summary>
    public static IReadOnlyList<string> WordsOf(string term)
    {
        var folded = new char[LetterFolder.Room(term.Length)];
        var count = LetterFolder.Fold(term, folded, apart: false, out _);
        // As in texts, the s of child's is no word.
        return new string(folded, 0, count)
            .Insert(count, " ")
            .Replace("'s ", " ", StringComparison.Ordinal)
            .Split(Between, StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Bare(string term) => term.TrimStart('=').TrimEnd('~');

    private static IEnumerable<string> Ages(string term)
    {
        if (!term.Contains(Age, StringComparison.Ordinal))
        {
            return [term];
        }

        return Enumerable
            .Range(1, Numbers.Length)
            .SelectMany(age => new[] { age.ToString(CultureInfo.InvariantCulture), Numbers[age - 1] })
            .Select(age => term.Replace(Age, age, StringComparison.Ordinal));
    }
}
