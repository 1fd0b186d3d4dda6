namespace Atelier.Core.Policy;

/// <summary>Groups whose words, anywhere in a request, are together against a category.</summary>
public sealed record PolicyCombinationEntry
{
    public required PolicyCategory Category { get; init; }

    /// <summary>Whether it blocks or sends to review.</summary>
    public required PolicyWeight Verdict { get; init; }

    /// <summary>Ids of groups; a word of each must be there.</summary>
    public required IReadOnlyList<string> Groups { get; init; }
}
