namespace Atelier.Core.Policy;

/// <summary>Groups whose words, anywhere in a request, are together against a category.</summary>
public sealed record PolicyCombinationEntry
{
    public required PolicyCategory Category { get; init; }

    /// <summary>Whether it blocks or sends to review.</summary>
    public required PolicyWeight Verdict { get; init; }

    /// <summary>Ids of groups; a word of each must be there.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>
    /// Where it is set there are two <see cref="Groups"/>, and a word of the second stands at most so many words behind one of
    /// the first.
    /// </summary>
    public int? Within { get; init; }

    /// <summary>Groups of which a word must be there as well, anywhere.</summary>
    public IReadOnlyList<string> With { get; init; } = [];

    /// <summary>Groups of which one word, anywhere, says that it is meant otherwise.</summary>
    public IReadOnlyList<string> Unless { get; init; } = [];
}
