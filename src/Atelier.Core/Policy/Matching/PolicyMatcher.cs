using System.Buffers;
using Atelier.Core.Policy.Folding;

namespace Atelier.Core.Policy.Matching;

/// <summary>Scans texts for the terms of the lists. Immutable, and used by all requests at once.</summary>
internal sealed class PolicyMatcher(
    WordTrie words,
    TermTrie terms,
    IReadOnlyList<Combination> combinations,
    Pair[] pairs,
    SpecialGroups groups
)
{
    /// <summary>Adds what a text holds. Of a negative prompt only the words that uncover count.</summary>
    public void Scan(string text, bool isNegative, ref Findings findings)
    {
        var buffer = ArrayPool<char>.Shared.Rent(LetterFolder.Room(text.Length));
        try
        {
            var count = LetterFolder.Fold(text, buffer);
            var lattice = LatticeBuilder.Build(words, buffer.AsMemory(0, count));
            if (Matches(lattice) is { } matches)
            {
                FindingsTaker.Take(matches, lattice, isNegative, pairs, groups, ref findings);
            }
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
        foreach (var combination in combinations)
        {
            findings = combination.In(findings);
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
            else if (CompoundReader.Read(words, terms, lattice.Letters(start), groups.Joined) is { } meaning)
            {
                (matches ??= []).Add(new Match(start, start + 1, meaning));
            }
        }

        return matches;
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
