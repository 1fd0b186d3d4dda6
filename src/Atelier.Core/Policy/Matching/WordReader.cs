using Atelier.Core.Policy.Folding;

namespace Atelier.Core.Policy.Matching;

/// <summary>The ways to read one word: as it stands, with its stretched letters shortened, with its digits and signs as letters.</summary>
internal static class WordReader
{
    // Longer than any word of a list.
    private const int MostLetters = 40;

    private const int MostWild = 2;
    private const int LeastPlain = 2;
    private const int LeastRoman = 4;

    /// <summary>Reads a token without signs.</summary>
    /// <param name="node">Where its letters lead to in the trie.</param>
    public static void Read(WordTrie words, ReadOnlySpan<char> token, int node, Lattice lattice, int at)
    {
        ReadPlain(words, token, node, lattice, at, at + 1);
        if (token.ContainsAnyInRange('0', '9') && token.ContainsAnyExceptInRange('0', '9'))
        {
            ReadDisguised(words, token, lattice, at, at + 1);
        }
    }

    /// <summary>Reads what holds digits or signs among letters, over the tokens it was cut into.</summary>
    public static void ReadDisguised(WordTrie words, ReadOnlySpan<char> atom, Lattice lattice, int from, int end)
    {
        if (atom.Length > MostLetters)
        {
            // Nothing that long is on a list, but for what was stretched.
            Span<char> shorter = stackalloc char[MostLetters];
            var count = Shorten(atom, most: 2, shorter);
            if (count > 0)
            {
                ReadDisguised(words, shorter[..count], lattice, from, end);
            }

            return;
        }

        Span<char> letters = stackalloc char[MostLetters];
        var strokes = false;
        for (var at = 0; at < atom.Length; at++)
        {
            letters[at] = Signs.Read(atom[at], 'i');
            strokes |= Signs.IsStroke(atom[at]);
        }

        ReadLetters(words, letters[..atom.Length], lattice, from, end);
        if (!strokes)
        {
            return;
        }

        for (var at = 0; at < atom.Length; at++)
        {
            letters[at] = Signs.Read(atom[at], 'l');
        }

        ReadLetters(words, letters[..atom.Length], lattice, from, end);
    }

    private static void ReadLetters(WordTrie words, ReadOnlySpan<char> letters, Lattice lattice, int from, int end)
    {
        var wild = letters.Count('*') + letters.Count(LetterTable.Picture);
        if (wild == 0)
        {
            ReadPlain(words, letters, words.Walk(WordTrie.Root, letters), lattice, from, end);
        }
        else if (wild <= MostWild && letters.Length - wild >= LeastPlain)
        {
            ReadWild(words, WordTrie.Root, letters, lattice, from, end);
        }
    }

    private static void ReadPlain(
        WordTrie words,
        ReadOnlySpan<char> letters,
        int node,
        Lattice lattice,
        int from,
        int end
    )
    {
        if (node != WordTrie.None && words.WordAt(node) is not WordTrie.None and var word)
        {
            lattice.Add(from, end, word);
        }
        else if (letters.Contains('v'))
        {
            ReadVAsU(words, letters, lattice, from, end);
        }

        if (IsStretched(letters))
        {
            ReadShortened(words, letters, most: 1, lattice, from, end);
            ReadShortened(words, letters, most: 2, lattice, from, end);
        }
    }

    // As on Roman stones: nvde.
    private static void ReadVAsU(WordTrie words, ReadOnlySpan<char> letters, Lattice lattice, int from, int end)
    {
        if (letters.Length is < LeastRoman or > MostLetters)
        {
            return;
        }

        Span<char> read = stackalloc char[MostLetters];
        letters.Replace(read, 'v', 'u');
        var word = words.Find(read[..letters.Length]);
        if (word != WordTrie.None)
        {
            lattice.Add(from, end, word);
        }
    }

    // Any letter may stand behind an asterisk.
    private static void ReadWild(
        WordTrie words,
        int node,
        ReadOnlySpan<char> letters,
        Lattice lattice,
        int from,
        int end
    )
    {
        if (letters.IsEmpty)
        {
            if (words.WordAt(node) is not WordTrie.None and var word)
            {
                lattice.Add(from, end, word);
            }

            return;
        }

        var hidden = Signs.Behind(letters[0]);
        foreach (var letter in hidden.Length == 0 ? letters[..1] : hidden)
        {
            var next = words.Next(node, letter);
            if (next != WordTrie.None)
            {
                ReadWild(words, next, letters[1..], lattice, from, end);
            }
        }
    }

    // Three equal letters, two at the beginning, or two that English hardly ever doubles.
    private static bool IsStretched(ReadOnlySpan<char> letters)
    {
        for (var at = 1; at < letters.Length; at++)
        {
            if (
                letters[at] == letters[at - 1]
                && char.IsAsciiLetter(letters[at])
                && (
                    at == 1
                    || letters[at - 2] == letters[at]
                    || letters[at] is 'a' or 'h' or 'i' or 'j' or 'k' or 'q' or 'u' or 'v' or 'w' or 'x' or 'y'
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    private static void ReadShortened(
        WordTrie words,
        ReadOnlySpan<char> letters,
        int most,
        Lattice lattice,
        int from,
        int end
    )
    {
        Span<char> shorter = stackalloc char[MostLetters];
        var count = Shorten(letters, most, shorter);
        var word = words.Find(shorter[..count]);
        if (word != WordTrie.None)
        {
            lattice.Add(from, end, word);
        }
    }

    // How many letters are left with runs of equal ones cut; 0 where that is more than there is room for.
    private static int Shorten(ReadOnlySpan<char> letters, int most, Span<char> shorter)
    {
        var (count, run) = (0, 0);
        for (var at = 0; at < letters.Length; at++)
        {
            run = at > 0 && letters[at] == letters[at - 1] ? run + 1 : 1;
            if (run > most)
            {
                continue;
            }

            if (count == shorter.Length)
            {
                return 0;
            }

            shorter[count++] = letters[at];
        }

        return count;
    }
}
