namespace Atelier.Core.Policy.Matching;

/// <summary>Takes words apart that were run together: one of them in the group for it, the other any single word of a list.</summary>
internal static class CompoundReader
{
    private const int LeastPart = 3;
    private const int MostLetters = 24;

    /// <summary>What both say together; null where it is no such word.</summary>
    public static Meaning? Read(WordTrie words, TermTrie terms, ReadOnlySpan<char> letters, ulong joined)
    {
        if (letters.Length is < 2 * LeastPart or > MostLetters)
        {
            return null;
        }

        var node = WordTrie.Root;
        for (var at = 0; at + LeastPart < letters.Length + 1; at++)
        {
            if (at >= LeastPart && MeaningOf(words.WordAt(node), terms) is { } first)
            {
                var second = MeaningOf(words.Find(letters[at..]), terms);
                if (second is not null && ((first.Groups | second.Groups) & joined) != 0)
                {
                    return first + second;
                }
            }

            node = words.Next(node, letters[at]);
            if (node == WordTrie.None)
            {
                return null;
            }
        }

        return null;
    }

    private static Meaning? MeaningOf(int word, TermTrie terms) =>
        word != WordTrie.None
        && terms.Next(TermTrie.Root, word) is not TermTrie.None and var node
        && terms.At(node) is { Covers: false } meaning
            ? meaning
            : null;
}
