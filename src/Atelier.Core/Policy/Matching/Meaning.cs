namespace Atelier.Core.Policy.Matching;

/// <summary>What a term says: categories, groups, or what the words inside it mean.</summary>
internal sealed record Meaning
{
    public uint Prohibited { get; init; }

    public uint Flagged { get; init; }

    public UInt128 Groups { get; init; }

    public bool Harmless { get; init; }

    /// <summary>Harmless where no minor is in the request.</summary>
    public bool Doubtful { get; init; }

    /// <summary>Categories that it comes to instead of what the words inside it say.</summary>
    public uint Softened { get; init; }

    /// <summary>Whether it says what the words inside it mean.</summary>
    public bool Covers => Harmless || Doubtful || Softened != 0;

    public static Meaning operator +(Meaning left, Meaning right) =>
        new()
        {
            Prohibited = left.Prohibited | right.Prohibited,
            Flagged = left.Flagged | right.Flagged,
            Groups = left.Groups | right.Groups,
            Harmless = left.Harmless || right.Harmless,
            Doubtful = left.Doubtful || right.Doubtful,
            Softened = left.Softened | right.Softened,
        };
}
