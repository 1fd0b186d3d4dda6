using Atelier.Core.Policy.Folding;

namespace Atelier.Core.Policy.Matching;

/// <summary>
/// Finds words in a run of letters and signs where each sign may be a letter or stand between words: <c>woman+n@ked</c>. From
/// every token and every sign it follows the trie as far as that agrees, so that time grows with the run's length only.
/// </summary>
internal readonly struct AtomReader(WordTrie words, Lattice lattice)
{
    private const int MostWild = 2;
    private const int MostLetters = 24;

    /// <summary>Reads the newest tokens of the lattice.</summary>
    /// <param name="run">The text up to the run's end.</param>
    /// <param name="first">The first token of the run.</param>
    /// <param name="start">Where the run begins.</param>
    public void Read(ReadOnlySpan<char> run, int first, int start)
    {
        for (var token = first; token < lattice.Count; token++)
        {
            var from = lattice[token].Start;
            ReadFrom(run, token, from);
            if (from > start && Signs.Behind(run[from - 1]).Length == 0)
            {
                ReadFrom(run, token, from - 1);
            }
        }
    }

    private void ReadFrom(ReadOnlySpan<char> run, int token, int from)
    {
        Walk(run, new Step(token, from, from, WordTrie.Root, Wild: 0), 'i');
        if (run[from..Math.Min(run.Length, from + MostLetters)].ContainsAny("1!|"))
        {
            Walk(run, new Step(token, from, from, WordTrie.Root, Wild: 0), 'l');
        }
    }

    private void Walk(ReadOnlySpan<char> run, Step step, char stroke)
    {
        var (node, at) = (step.Node, step.At);
        for (; at < run.Length; at++)
        {
            var sign = Signs.IsSign(run[at]);
            if (at > step.From && (sign || Signs.IsSign(run[at - 1])))
            {
                Take(step.Token, at, node);
            }

            var letter = Signs.Read(run[at], stroke);
            if (Signs.Behind(letter) is { Length: > 0 } letters)
            {
                Branch(run, step with { At = at, Node = node }, letters, stroke);
                return;
            }

            node = words.Next(node, letter);
            if (node == WordTrie.None)
            {
                return;
            }
        }

        Take(step.Token, at, node);
    }

    private void Branch(ReadOnlySpan<char> run, Step step, string letters, char stroke)
    {
        if (step.Wild == MostWild)
        {
            return;
        }

        foreach (var letter in letters)
        {
            var next = words.Next(step.Node, letter);
            if (next != WordTrie.None)
            {
                Walk(run, step with { At = step.At + 1, Node = next, Wild = step.Wild + 1 }, stroke);
            }
        }
    }

    private void Take(int token, int end, int node)
    {
        var word = words.WordAt(node);
        if (word == WordTrie.None)
        {
            return;
        }

        var behind = token;
        while (behind < lattice.Count && lattice[behind].Start < end)
        {
            behind++;
        }

        if (behind > token)
        {
            lattice.Add(token, behind, word);
        }
    }

    private readonly record struct Step(int Token, int From, int At, int Node, int Wild);
}
