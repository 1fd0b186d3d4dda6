using System.Buffers;
using Atelier.Core.Policy.Folding;

namespace Atelier.Core.Policy.Matching;

/// <summary>Cuts a folded text into tokens and looks up every way to read them, in one pass and a second over short tokens.</summary>
internal readonly ref struct LatticeBuilder
{
    private static readonly SearchValues<char> Disguises = SearchValues.Create("0123456789@$");

    private readonly WordTrie _words;
    private readonly ReadOnlySpan<char> _text;
    private readonly Lattice _lattice;

    private LatticeBuilder(WordTrie words, ReadOnlyMemory<char> text)
    {
        _words = words;
        _text = text.Span;
        _lattice = new Lattice(text);
    }

    public static Lattice Build(WordTrie words, ReadOnlyMemory<char> text)
    {
        var builder = new LatticeBuilder(words, text);
        builder.ReadTokens();
        FragmentJoiner.Join(words, builder._lattice, text.Span.ContainsAny(Disguises));
        return builder._lattice;
    }

    private static bool IsPart(char letter) =>
        letter is not (LetterTable.Space or LetterTable.Mark or LetterTable.Break or LetterTable.Line or '\'');

    private void ReadTokens()
    {
        var (at, gap) = (0, default(Gap));
        while (at < _text.Length)
        {
            if (!IsPart(_text[at]))
            {
                gap = gap.With(_text[at]);
                at += IsPossessive(at) ? 2 : 1;
                continue;
            }

            var end = at;
            while (end < _text.Length && IsPart(_text[end]))
            {
                end++;
            }

            gap = ReadAtom(at, end, gap);
            at = end;
        }
    }

    // The s of child's is no word of its own.
    private bool IsPossessive(int at) =>
        _text[at] == '\''
        && at > 0
        && IsPart(_text[at - 1])
        && at + 1 < _text.Length
        && _text[at + 1] == 's'
        && (at + 2 == _text.Length || !IsPart(_text[at + 2]));

    // What stands between this atom and the next already.
    private Gap ReadAtom(int start, int end, Gap gap)
    {
        while (start < end && Signs.IsTrimmed(_text[start]))
        {
            gap = gap.With(_text[start++]);
        }

        var behind = default(Gap);
        while (start < end && Signs.IsTrimmed(_text[end - 1]))
        {
            behind = behind.With(_text[--end]);
        }

        var first = _lattice.Count;
        var (signs, letters) = (false, false);
        var from = start;
        for (var at = start; at <= end; at++)
        {
            if (at < end && !Signs.IsSign(_text[at]))
            {
                letters |= !char.IsAsciiDigit(_text[at]);
                continue;
            }

            signs |= at < end;
            if (at > from)
            {
                ReadToken(from, at, _lattice.Count > first ? default(Gap).With(_text[from - 1]) : gap);
            }

            from = at + 1;
        }

        if (_lattice.Count == first && end - start == 1)
        {
            // A sign alone, as in: n @ k e d.
            _lattice.Add(new Token(start, 1, gap.IsTight, gap.IsBroken, WordTrie.None));
        }
        else if (signs && letters && _lattice.Count > first)
        {
            WordReader.ReadDisguised(_words, _text[start..end], _lattice, first, _lattice.Count);
            new AtomReader(_words, _lattice).Read(_text[..end], first, start);
        }

        return _lattice.Count > first ? behind : gap.With(behind);
    }

    private void ReadToken(int start, int end, Gap gap)
    {
        var letters = _text[start..end];
        var node = _words.Walk(WordTrie.Root, letters);
        var token = _lattice.Add(new Token(start, end - start, gap.IsTight, gap.IsBroken, node));
        WordReader.Read(_words, letters, node, _lattice, token);
    }
}
