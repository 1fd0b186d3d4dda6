namespace Atelier.Core.Policy.Matching;

/// <summary>Regular English endings. A form that nobody uses costs nothing.</summary>
internal static class Inflections
{
    private const int LeastLetters = 3;

    public static IEnumerable<string> Of(string word, bool isVerb)
    {
        if (word.Length < LeastLetters || !word.All(char.IsAsciiLetterLower))
        {
            return [];
        }

        return isVerb ? [Plural(word), Past(word), Running(word)] : [Plural(word)];
    }

    private static string Plural(string word) =>
        word switch
        {
            [.., 's' or 'x' or 'z'] or [.., 'c' or 's', 'h'] => word + "es",
            [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'y'] => word[..^1] + "ies",
            _ => word + "s",
        };

    private static string Past(string word) =>
        word switch
        {
            [.., 'e'] => word + "d",
            [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'y'] => word[..^1] + "ied",
            _ when Doubles(word) => word + word[^1] + "ed",
            _ => word + "ed",
        };

    private static string Running(string word) =>
        word switch
        {
            [.., not 'e', 'e'] => word[..^1] + "ing",
            _ when Doubles(word) => word + word[^1] + "ing",
            _ => word + "ing",
        };

    // stab, stabbed: a short word that ends in consonant, vowel, consonant.
    private static bool Doubles(string word) =>
        word.Length <= 4
        && word is [.., var first, var middle, var last]
        && !IsVowel(first)
        && IsVowel(middle)
        && !IsVowel(last)
        && last is not ('w' or 'x' or 'y');

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';
}
