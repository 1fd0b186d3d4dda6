using System.Collections.Frozen;
using Atelier.Core.Policy.Folding;

namespace Atelier.Core.Policy.Matching;

/// <summary>Puts words together that were taken apart: <c>n u d e</c>, <c>na-ked</c>, <c>po rn</c>, <c>p-rn</c>.</summary>
internal readonly ref struct FragmentJoiner
{
    // Before a blank a longer first part is a word of its own.
    private const int MostFirst = 6;
    private const int MostLetters = 24;
    private const int LeastLetters = 4;

    // A blank is no blank beside something as short as this that is no word.
    private const int MostRare = 2;

    // Two words of prose hardly ever make a listed one that is so long.
    private const int LeastWide = 10;

    // Letters that stand more often than so behind themselves are no stretched word.
    private const int MostEqual = 3;

    private const string Vowels = "aeiou";

    // Fragments that are words: beside one of them a blank is a blank.
    private static readonly FrozenSet<string> Common = (
        "a i am an as at be by do ex go he hi if in is it me my no of oh ok on or ox so to up us we "
        + "al ad ai da de di du el en es et id il la le lo st dr mr ms mt tv uk eu un se si su te tu uw pa ma"
    )
        .Split(' ')
        .ToFrozenSet();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CommonLetters =
        Common.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly WordTrie _words;
    private readonly Lattice _lattice;

    private FragmentJoiner(WordTrie words, Lattice lattice)
    {
        _words = words;
        _lattice = lattice;
    }

    /// <param name="disguises">Whether there are digits or signs, which may stand for letters.</param>
    public static void Join(WordTrie words, Lattice lattice, bool disguises)
    {
        var joiner = new FragmentJoiner(words, lattice);
        for (var from = 0; from + 1 < lattice.Count; from++)
        {
            joiner.JoinAt(from, disguises);
        }
    }

    private void JoinAt(int from, bool disguises)
    {
        var (first, second) = (_lattice[from], _lattice[from + 1]);
        if (first.Node != WordTrie.None)
        {
            // Of most words the next does not go on.
            if (_words.Next(first.Node, _lattice.Letters(from + 1)[0]) != WordTrie.None)
            {
                JoinFrom(from, Way.Plain);
            }

            if (second.Tight)
            {
                JoinOverVowel(from);
            }
        }

        var rare = first.Length <= MostRare || second.Length <= MostRare;
        if (disguises && (second.Tight || (rare && first.Length <= MostFirst)))
        {
            JoinFrom(from, Way.Disguised);
        }

        if (first.Length <= MostRare && second.Length <= MostRare)
        {
            JoinFrom(from, Way.Doubled);
        }
    }

    private void JoinFrom(int from, Way way)
    {
        var (node, total, last, equal) = (WordTrie.Root, 0, LetterTable.Space, 0);
        var changed = false;
        for (var at = from; at < _lattice.Count; at++)
        {
            total += _lattice[at].Length;
            if (total > MostLetters)
            {
                return;
            }

            foreach (var letter in _lattice.Letters(at))
            {
                var read = way == Way.Disguised ? Signs.Read(letter, 'i') : letter;
                var again = way == Way.Doubled && read == last;
                equal = again ? equal + 1 : 0;
                changed |= read != letter || again;
                last = read;
                node =
                    !again ? _words.Next(node, read)
                    : equal <= MostEqual ? node
                    : WordTrie.None;
                if (node == WordTrie.None)
                {
                    return;
                }
            }

            if (
                at > from
                && _words.WordAt(node) is not WordTrie.None and var word
                && changed == (way != Way.Plain)
                && IsOne(from, at, total)
            )
            {
                _lattice.Add(from, at + 1, word);
            }
        }
    }

    // Whether what lies between these tokens hides one word.
    private bool IsOne(int from, int last, int total)
    {
        var (tight, single, rare) = (true, true, false);
        for (var at = from; at <= last; at++)
        {
            var token = _lattice[at];
            tight &= at == from || token.Tight;
            single &= token.Length == 1;
            rare |= token.Length <= MostRare && !CommonLetters.Contains(_lattice.Letters(at));
        }

        return total switch
        {
            >= LeastWide => true,
            >= LeastLetters => tight || (rare && _lattice[from].Length <= MostFirst),
            3 => single && last - from == 2,
            _ => single && char.IsAsciiDigit(_lattice.Letters(last)[0]),
        };
    }

    // A mark that stands where a vowel was.
    private void JoinOverVowel(int from)
    {
        var letters = _lattice.Letters(from + 1);
        if (_lattice[from].Length + letters.Length + 1 is < LeastLetters or > MostLetters)
        {
            return;
        }

        foreach (var vowel in Vowels)
        {
            var node = _words.Next(_lattice[from].Node, vowel);
            node = node == WordTrie.None ? node : _words.Walk(node, letters);
            if (node != WordTrie.None && _words.WordAt(node) is not WordTrie.None and var word)
            {
                _lattice.Add(from, from + 2, word);
            }
        }
    }

    private enum Way
    {
        Plain,
        Disguised,
        Doubled,
    }
}
