namespace Atelier.Core.Policy.Matching;

/// <summary>All terms, word by word.</summary>
internal sealed class TermTrie
{
    /// <summary>Where terms begin.</summary>
    public const int Root = 0;

    /// <summary>No way on.</summary>
    public const int None = -1;

    private readonly Dictionary<long, int> _next = [];
    private readonly List<Meaning?> _meanings = [null];
    private readonly List<bool> _inner = [false];

    /// <summary>Adds a meaning to a term.</summary>
    public void Add(ReadOnlySpan<int> words, Meaning meaning)
    {
        var node = Root;
        foreach (var word in words)
        {
            var next = Next(node, word);
            if (next == None)
            {
                next = _meanings.Count;
                _meanings.Add(null);
                _inner.Add(false);
                _inner[node] = true;
                _next[KeyOf(node, word)] = next;
            }

            node = next;
        }

        _meanings[node] = _meanings[node] is { } other ? other + meaning : meaning;
    }

    public int Next(int node, int word) => _next.GetValueOrDefault(KeyOf(node, word), None);

    /// <summary>What the term that ends here says; null where none does.</summary>
    public Meaning? At(int node) => _meanings[node];

    /// <summary>Whether longer terms begin like this.</summary>
    public bool GoesOn(int node) => _inner[node];

    private static long KeyOf(int node, int word) => ((long)node << 32) | (uint)word;
}
