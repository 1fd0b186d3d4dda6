using System.Buffers;
using Atelier.Core.Policy.Folding;

namespace Atelier.Core.Policy.Matching;

/// <summary>Scans texts for the terms of the lists. Immutable, and used by all requests at once.</summary>
internal sealed class PolicyMatcher(
    WordTrie words,
    TermTrie terms,
    Combination[] combinations,
    PairSet pairs,
    SpecialGroups groups
)
{
    // From here on the letters are shown in the other order.
    private const char RightToLeft = '\u202E';

    private const int MostDisguised = 64;

    /// <summary>Adds what a text holds. Of a negative prompt only the words that uncover count.</summary>
    public void Scan(string text, bool isNegative, ref Findings findings)
    {
        if (Scan(text, apart: false, isNegative, ref findings))
        {
            Scan(text, apart: true, isNegative, ref findings);
        }

        if (text.Contains(RightToLeft))
        {
            var turned = text.ToCharArray();
            turned.AsSpan().Reverse();
            Scan(turned, apart: false, isNegative, ref findings);
        }
    }

    // Whether there are seams, where words may end or not.
    private bool Scan(ReadOnlySpan<char> text, bool apart, bool isNegative, ref Findings findings)
    {
        var buffer = ArrayPool<char>.Shared.Rent(LetterFolder.Room(text.Length));
        try
        {
            var count = LetterFolder.Fold(text, buffer, apart, out var seams);
            var lattice = LatticeBuilder.Build(words, buffer.AsMemory(0, count));
            if (Matches(lattice) is { } matches)
            {
                FindingsTaker.Take(matches, lattice, isNegative, pairs, groups, ref findings);
            }

            return seams;
        }
        finally
        {
            // It held a caller's words.
            ArrayPool<char>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Adds what the groups found so far mean together; call it last.</summary>
    public void Combine(ref Findings findings)
    {
        if (findings.Doubted.Groups == 0)
        {
            return;
        }

        foreach (var combination in combinations)
        {
            combination.AddTo(ref findings);
        }
    }

    private List<Match>? Matches(Lattice lattice)
    {
        List<Match>? matches = null;
        for (var start = 0; start < lattice.Count; start++)
        {
            if (lattice.FirstAt(start) != Lattice.None)
            {
                Walk(lattice, TermTrie.Root, start, start, ref matches);
            }
            else if (Compound(lattice.Letters(start)) is { } meaning)
            {
                (matches ??= []).Add(new Match(start, start + 1, meaning));
            }
        }

        return matches;
    }

    private Meaning? Compound(ReadOnlySpan<char> letters)
    {
        if (CompoundReader.Read(words, terms, letters, groups.Joined) is { } meaning)
        {
            return meaning;
        }

        if (letters.Length > MostDisguised || !letters.ContainsAnyInRange('0', '9'))
        {
            return null;
        }

        Span<char> plain = stackalloc char[letters.Length];
        for (var at = 0; at < letters.Length; at++)
        {
            plain[at] = Signs.Read(letters[at], 'i');
        }

        return CompoundReader.Read(words, terms, plain, groups.Joined);
    }

    private void Walk(Lattice lattice, int node, int start, int at, ref List<Match>? matches)
    {
        for (var index = lattice.FirstAt(at); index != Lattice.None; )
        {
            var reading = lattice.ReadingOf(index);
            index = reading.Other;
            var next = terms.Next(node, reading.Word);
            if (next == TermTrie.None)
            {
                continue;
            }

            if (terms.At(next) is { } meaning)
            {
                (matches ??= []).Add(new Match(start, reading.End, meaning));
            }

            if (reading.End < lattice.Count && terms.GoesOn(next))
            {
                Walk(lattice, next, start, reading.End, ref matches);
            }
        }
    }
}
