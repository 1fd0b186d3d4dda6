namespace Atelier.Data.Reviews;

/// <summary>Something that waits for a person.</summary>
public sealed record ReviewRow
{
    /// <summary>How long somebody may take to decide.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    public required Guid Id { get; init; }

    public required Guid GenerationId { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The account's name.</summary>
    public required string Account { get; init; }

    /// <summary>before a provider was called, or after pictures came.</summary>
    public required string Phase { get; init; }

    /// <summary>Why: categories of words, or checks of pictures.</summary>
    public required string[] Categories { get; init; }

    public required string Operation { get; init; }

    public string? Prompt { get; init; }

    public string? NegativePrompt { get; init; }

    /// <summary>Pictures asked for.</summary>
    public required int Count { get; init; }

    /// <summary>Thousandths of a credit that wait with it.</summary>
    public required long Reserved { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it fails by itself.</summary>
    public DateTimeOffset ExpiresAt => CreatedAt + Patience;
}
