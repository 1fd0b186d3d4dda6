namespace Atelier.Core.Policy.Matching;

/// <summary>Takes words apart that were run together: one of them in the group for it, the others any single words of a list.</summary>
internal readonly ref struct CompoundReader
{
    private const int LeastPart = 3;
    private const int MostLetters = 64;

    private readonly WordTrie _words;
    private readonly TermTrie _terms;
    private readonly ReadOnlySpan<char> _letters;

    // What the letters from each place on say together, where that is known already.
    private readonly Meaning?[] _known;

    private CompoundReader(WordTrie words, TermTrie terms, ReadOnlySpan<char> letters)
    {
        _words = words;
        _terms = terms;
        _letters = letters;
        _known = new Meaning?[letters.Length + 1];
        _known[letters.Length] = new Meaning();
    }

    /// <summary>What they all say together; null where it is no such word.</summary>
    public static Meaning? Read(WordTrie words, TermTrie terms, ReadOnlySpan<char> letters, UInt128 joined)
    {
        if (letters.Length is < 2 * LeastPart or > MostLetters || !BeginsWithWord(words, letters))
        {
            return null;
        }

        var dead = 0UL;
        var meaning = new CompoundReader(words, terms, letters).ReadFrom(0, ref dead);
        return meaning is not null && (meaning.Groups & joined) != 0 ? meaning : null;
    }

    // Most words end here.
    private static bool BeginsWithWord(WordTrie words, ReadOnlySpan<char> letters)
    {
        var node = WordTrie.Root;
        for (var at = 0; at < letters.Length && node != WordTrie.None; at++)
        {
            if (at >= LeastPart && words.WordAt(node) != WordTrie.None)
            {
                return true;
            }

            node = words.Next(node, letters[at]);
        }

        return false;
    }

    private Meaning? ReadFrom(int from, ref ulong dead)
    {
        if (_known[from] is { } known)
        {
            return known;
        }

        if ((dead & (1UL << from)) != 0)
        {
            return null;
        }

        Meaning? all = null;
        var node = WordTrie.Root;
        for (var at = from; at < _letters.Length; at++)
        {
            node = _words.Next(node, _letters[at]);
            if (node == WordTrie.None)
            {
                break;
            }

            if (
                at + 1 - from >= LeastPart
                && MeaningOf(_words.WordAt(node)) is { } first
                && ReadFrom(at + 1, ref dead) is { } rest
            )
            {
                all = all is null ? first + rest : all + first + rest;
            }
        }

        _known[from] = all;
        dead |= all is null ? 1UL << from : 0;
        return all;
    }

    private Meaning? MeaningOf(int word) =>
        word != WordTrie.None
        && _terms.Next(TermTrie.Root, word) is not TermTrie.None and var node
        && _terms.At(node) is { Covers: false } meaning
            ? meaning
            : null;
}
