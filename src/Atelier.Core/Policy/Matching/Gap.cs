using Atelier.Core.Policy.Folding;

namespace Atelier.Core.Policy.Matching;

/// <summary>What stands between two words.</summary>
internal readonly record struct Gap(bool Spaced, bool Marked, bool Ended)
{
    /// <summary>Nothing that is blank.</summary>
    public bool IsTight => !Spaced;

    /// <summary>Whether one thought ends there: at a comma, or at a dash with a blank beside it.</summary>
    public bool IsBroken => Ended || (Spaced && Marked);

    public Gap With(char letter) =>
        letter switch
        {
            LetterTable.Space => this with { Spaced = true },
            LetterTable.Line => this with { Spaced = true, Ended = true },
            LetterTable.Break or LetterTable.Picture or '!' or '|' or '+' => this with { Ended = true },
            LetterTable.Mark => this with { Marked = true },
            _ => this,
        };

    public Gap With(Gap other) => new(Spaced || other.Spaced, Marked || other.Marked, Ended || other.Ended);
}
