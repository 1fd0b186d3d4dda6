namespace Atelier.Core.Policy.Matching;

/// <summary>The tokens of a text, and for each the known words that begin there, each over one token or several.</summary>
internal sealed class Lattice(ReadOnlyMemory<char> text)
{
    /// <summary>No reading.</summary>
    public const int None = -1;

    private readonly List<Token> _tokens = [];
    private readonly List<int> _first = [];
    private readonly List<Reading> _readings = [];

    public int Count => _tokens.Count;

    public Token this[int token] => _tokens[token];

    /// <summary>The letters of a token.</summary>
    public ReadOnlySpan<char> Letters(int token) => text.Span.Slice(_tokens[token].Start, _tokens[token].Length);

    /// <summary>The newest reading that begins at a token.</summary>
    public int FirstAt(int token) => _first[token];

    public Reading ReadingOf(int index) => _readings[index];

    /// <summary>Adds a token; its place.</summary>
    public int Add(Token token)
    {
        _tokens.Add(token);
        _first.Add(None);
        return _tokens.Count - 1;
    }

    /// <summary>Adds a reading of some tokens; one that is there already is not added again.</summary>
    public void Add(int from, int end, int word)
    {
        for (var at = _first[from]; at != None; at = _readings[at].Other)
        {
            if (_readings[at].End == end && _readings[at].Word == word)
            {
                return;
            }
        }

        _readings.Add(new Reading(end, word, _first[from]));
        _first[from] = _readings.Count - 1;
    }
}
