using System.Text;

namespace Atelier.Core.Policy.Folding;

/// <summary>Folds a text letter by letter.</summary>
internal static class LetterFolder
{
    /// <summary>Characters that a folded text of this length needs at most.</summary>
    public static int Room(int length) => length * 2;

    /// <summary>Writes the folded text; how many characters it has.</summary>
    public static int Fold(ReadOnlySpan<char> text, Span<char> target)
    {
        var count = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (char.IsSurrogate(letter))
            {
                var read = LetterTable.Mark;
                if (Rune.DecodeFromUtf16(text[at..], out var rune, out var used) == System.Buffers.OperationStatus.Done)
                {
                    read = LetterTable.Of(rune);
                    at += used - 1;
                }

                Put(read, target, ref count);
                continue;
            }

            var plain = LetterTable.Of(letter);
            if (plain == LetterTable.Two)
            {
                LetterTable.Pair(letter).CopyTo(target[count..]);
                count += 2;
            }
            else
            {
                Put(plain, target, ref count);
            }
        }

        return count;
    }

    private static void Put(char letter, Span<char> target, ref int count)
    {
        target[count] = letter;
        count += letter == LetterTable.Dropped ? 0 : 1;
    }
}
