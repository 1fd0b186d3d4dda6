namespace Atelier.Core.Policy;

/// <summary>Words that mean nothing bad alone, and something together with those of another group.</summary>
public sealed record PolicyGroupEntry
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> Words { get; init; }
}
