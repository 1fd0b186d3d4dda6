namespace Atelier.Core.Policy.Matching;

/// <summary>Where in a text persons and things are, for the terms beside them.</summary>
internal sealed class Places(Lattice lattice, SpecialGroups groups)
{
    // Between a colour and its thing one other word may stand: a nude coloured knitted hat.
    private const int MostBetween = 1;

    private readonly bool[] _behindPerson = new bool[lattice.Count + 1];
    private readonly bool[] _atBare = new bool[lattice.Count + 1];
    private readonly bool[] _atThing = new bool[lattice.Count + 1];

    public void Add(in Match match)
    {
        var found = match.Meaning.Groups;
        _behindPerson[match.End] |= (found & groups.Persons) != 0;
        _atBare[match.Start] |= (found & groups.Bare) != 0;
        _atThing[match.Start] |= (found & groups.Things) != 0;
    }

    /// <summary>Whether a person stands before the token, with or without a comma between them.</summary>
    public bool IsBehindPerson(int token) => _behindPerson[token];

    /// <summary>That, and no comma is between them.</summary>
    public bool TellsOfPerson(int token) => _behindPerson[token] && !lattice[token].Broken;

    /// <summary>Whether a word for bareness begins there.</summary>
    public bool IsBare(int token) => _atBare[token];

    /// <summary>Whether a thing stands there or one word on, with no comma before it.</summary>
    public bool IsBeforeThing(int token)
    {
        for (var at = token; at < lattice.Count && at <= token + MostBetween && !lattice[at].Broken; at++)
        {
            if (_atThing[at])
            {
                return true;
            }
        }

        return false;
    }
}
