using System.Runtime.CompilerServices;

namespace Atelier.Core.Policy.Matching;

/// <summary>All words of all terms, letter by letter, so that a text is looked up as far as it agrees and no farther.</summary>
internal sealed class WordTrie
{
    /// <summary>Where words begin.</summary>
    public const int Root = 0;

    /// <summary>No way on, or no word.</summary>
    public const int None = -1;

    private const int Fan = 36;

    private readonly Dictionary<long, int> _others = [];
    private int[] _next = NewFan(64);
    private int[] _words = new int[64];
    private int _nodes = 1;

    public WordTrie() => Array.Fill(_words, None);

    /// <summary>How many different words there are.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a word; its number, the same for the same word.</summary>
    public int Add(ReadOnlySpan<char> word)
    {
        var node = Root;
        foreach (var letter in word)
        {
            var next = Next(node, letter);
            node = next == None ? Grow(node, letter) : next;
        }

        if (_words[node] == None)
        {
            _words[node] = Count++;
        }

        return _words[node];
    }

    /// <summary>The node behind a letter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int node, char letter)
    {
        var place = Place(letter);
        return place >= 0 ? _next[(node * Fan) + place] : Other(node, letter);
    }

    /// <summary>The word that ends at a node.</summary>
    public int WordAt(int node) => _words[node];

    /// <summary>The number of a word.</summary>
    public int Find(ReadOnlySpan<char> word)
    {
        var node = Walk(Root, word);
        return node == None ? None : _words[node];
    }

    /// <summary>The node behind some letters.</summary>
    public int Walk(int node, ReadOnlySpan<char> letters)
    {
        foreach (var letter in letters)
        {
            node = Next(node, letter);
            if (node == None)
            {
                return None;
            }
        }

        return node;
    }

    private static int Place(char letter) =>
        letter is >= 'a' and <= 'z' ? letter - 'a'
        : letter is >= '0' and <= '9' ? letter - '0' + 26
        : None;

    private static int[] NewFan(int nodes)
    {
        var fan = new int[nodes * Fan];
        Array.Fill(fan, None);
        return fan;
    }

    private static long KeyOf(int node, char letter) => ((long)node << 16) | letter;

    private int Other(int node, char letter) => _others.GetValueOrDefault(KeyOf(node, letter), None);

    private int Grow(int node, char letter)
    {
        var added = _nodes++;
        if (added == _words.Length)
        {
            Array.Resize(ref _words, added * 2);
            Array.Fill(_words, None, added, added);
            var next = NewFan(added * 2);
            _next.CopyTo(next, 0);
            _next = next;
        }

        var place = Place(letter);
        if (place >= 0)
        {
            _next[(node * Fan) + place] = added;
        }
        else
        {
            _others[KeyOf(node, letter)] = added;
        }

        return added;
    }
}
