namespace Atelier.Core.Policy.Matching;

/// <summary>What a term says: categories, groups, or that it is harmless.</summary>
internal sealed record Meaning
{
    public uint Prohibited { get; init; }

    public uint Flagged { get; init; }

    public ulong Groups { get; init; }

    public bool Harmless { get; init; }

    public static Meaning operator +(Meaning left, Meaning right) =>
        new()
        {
            Prohibited = left.Prohibited | right.Prohibited,
            Flagged = left.Flagged | right.Flagged,
            Groups = left.Groups | right.Groups,
            Harmless = left.Harmless || right.Harmless,
        };
}
