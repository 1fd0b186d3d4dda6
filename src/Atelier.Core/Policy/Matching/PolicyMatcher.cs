using System.Buffers;
using Atelier.Core.Policy.Folding;

namespace Atelier.Core.Policy.Matching;

/// <summary>Scans texts for the terms of the lists. Immutable, and used by all requests at once.</summary>
internal sealed class PolicyMatcher(
    WordTrie words,
    TermTrie terms,
    IReadOnlyList<Combination> combinations,
    Pair[] pairs,
    ulong exposing,
    ulong joined
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
            Take(Matches(lattice), isNegative, ref findings);
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
            if (combination.IsIn(findings))
            {
                findings = findings with
                {
                    Prohibited = findings.Prohibited | combination.Prohibited,
                    Flagged = findings.Flagged | combination.Flagged,
                };
            }
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
            else if (CompoundReader.Read(words, terms, lattice.Letters(start), joined) is { } meaning)
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

    private void Take(List<Match>? matches, bool isNegative, ref Findings findings)
    {
        if (matches is null)
        {
            return;
        }

        var harmless = matches.FindAll(match => match.Meaning.Harmless);
        var finder = new PairFinder(pairs, stackalloc int[pairs.Length]);
        var (passed, covered) = (0, 0);
        foreach (var match in matches)
        {
            // Both come in the order of their beginnings: what began so far covers up to its farthest end.
            for (; passed < harmless.Count && harmless[passed].Start <= match.Start; passed++)
            {
                covered = Math.Max(covered, harmless[passed].End);
            }

            if (match.End <= covered)
            {
                continue;
            }

            findings = findings.With(match.Meaning, isNegative ? exposing : ~exposing, isNegative);
            if (!isNegative)
            {
                findings = findings with { Pairs = findings.Pairs | finder.Take(match) };
            }
        }
    }
}
