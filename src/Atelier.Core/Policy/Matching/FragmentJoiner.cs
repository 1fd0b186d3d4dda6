using System.Collections.Frozen;
using Atelier.Core.Policy.Folding;

namespace Atelier.Core.Policy.Matching;

/// <summary>Puts words together that were taken apart: <c>n u d e</c>, <c>na-ked</c>, <c>po rn</c>.</summary>
internal static class FragmentJoiner
{
    // A longer first part is a word of its own, and nothing is looked for behind it.
    private const int MostFirst = 6;
    private const int MostLetters = 24;
    private const int LeastLetters = 4;

    // A blank is no blank beside something as short as this that is no word.
    private const int MostRare = 2;

    // Fragments that are words: beside one of them a blank is a blank.
    private static readonly FrozenSet<string> Common = (
        "a i am an as at be by do ex go he hi if in is it me my no of oh ok on or ox so to up us we "
        + "al ad ai da de di du el en es et id il la le lo st dr mr ms mt tv uk eu un se si su te tu uw pa ma"
    )
        .Split(' ')
        .ToFrozenSet();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CommonLetters =
        Common.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="disguises">Whether there are digits or signs, which may stand for letters.</param>
    public static void Join(WordTrie words, Lattice lattice, bool disguises)
    {
        for (var from = 0; from + 1 < lattice.Count; from++)
        {
            var (first, second) = (lattice[from], lattice[from + 1]);
            if (first.Length > MostFirst || !(second.Tight || second.Length <= MostRare || first.Length <= MostRare))
            {
                continue;
            }

            JoinFrom(words, lattice, from, disguised: false);
            if (disguises)
            {
                JoinFrom(words, lattice, from, disguised: true);
            }
        }
    }

    private static void JoinFrom(WordTrie words, Lattice lattice, int from, bool disguised)
    {
        var (node, total) = (WordTrie.Root, 0);
        var (tight, single, rare, changed) = (true, true, false, false);
        for (var at = from; at < lattice.Count; at++)
        {
            var token = lattice[at];
            total += token.Length;
            if (total > MostLetters)
            {
                return;
            }

            var letters = lattice.Letters(at);
            foreach (var letter in letters)
            {
                var read = disguised ? Signs.Read(letter, 'i') : letter;
                changed |= read != letter;
                node = words.Next(node, read);
                if (node == WordTrie.None)
                {
                    return;
                }
            }

            tight &= at == from || token.Tight;
            single &= token.Length == 1;
            rare |= token.Length <= MostRare && !CommonLetters.Contains(letters);
            var word = words.WordAt(node);
            if (
                at > from
                && word != WordTrie.None
                && changed == disguised
                && IsOne(letters, total, at - from + 1, tight, single, rare)
            )
            {
                lattice.Add(from, at + 1, word);
            }
        }
    }

    private static bool IsOne(ReadOnlySpan<char> last, int total, int parts, bool tight, bool single, bool rare) =>
        total >= LeastLetters ? tight || rare
        : total == 3 ? single && parts == 3
        : single && char.IsAsciiDigit(last[0]);
}
