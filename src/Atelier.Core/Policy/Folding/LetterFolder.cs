using System.Buffers;
using System.Text;

namespace Atelier.Core.Policy.Folding;

/// <summary>Folds a text letter by letter.</summary>
internal ref struct LetterFolder
{
    private readonly Span<char> _target;
    private readonly bool _apart;
    private int _count;
    private bool _seams;

    private LetterFolder(Span<char> target, bool apart)
    {
        _target = target;
        _apart = apart;
    }

    /// <summary>Characters that a folded text of this length needs at most.</summary>
    public static int Room(int length) => length * 2;

    /// <summary>Writes the folded text; how many characters it has.</summary>
    /// <param name="apart">Whether words end at seams.</param>
    /// <param name="seams">Whether there are seams: something invisible behind a letter, or a capital behind a small one.</param>
    public static int Fold(ReadOnlySpan<char> text, Span<char> target, bool apart, out bool seams)
    {
        var folder = new LetterFolder(target, apart);
        for (var at = 0; at < text.Length; at++)
        {
            at += folder.Take(text, at);
        }

        seams = folder._seams;
        return folder._count;
    }

    // How many characters more than one were taken.
    private int Take(ReadOnlySpan<char> text, int at)
    {
        var letter = text[at];
        if (char.IsSurrogate(letter))
        {
            var isRune = Rune.DecodeFromUtf16(text[at..], out var rune, out var used) == OperationStatus.Done;
            Put(isRune ? LetterTable.Of(rune) : LetterTable.Mark, text, at);
            return isRune ? used - 1 : 0;
        }

        if (char.IsAsciiLetterUpper(letter) && at > 0 && char.IsAsciiLetterLower(text[at - 1]))
        {
            PutSeam();
        }

        var plain = LetterTable.Of(letter);
        if (plain is > LetterTable.Seam and < LetterTable.Picture)
        {
            _target[_count++] = plain;
        }
        else if (plain == LetterTable.Two)
        {
            LetterTable.Pair(letter).CopyTo(_target[_count..]);
            _count += 2;
        }
        else
        {
            Put(plain, text, at);
        }

        return 0;
    }

    private void Put(char letter, ReadOnlySpan<char> text, int at)
    {
        if (letter == LetterTable.Seam)
        {
            if (at > 0 && char.IsLetterOrDigit(text[at - 1]))
            {
                PutSeam();
            }

            return;
        }

        // Pictures side by side are one.
        var again = letter == LetterTable.Picture && _count > 0 && _target[_count - 1] == letter;
        _target[_count] = letter;
        _count += letter == LetterTable.Dropped || again ? 0 : 1;
    }

    private void PutSeam()
    {
        _seams = true;
        if (_apart)
        {
            _target[_count++] = LetterTable.Mark;
        }
    }
}
