namespace Atelier.Data.Generations;

/// <summary>A generation as its owner may see it, without pictures.</summary>
/// <param name="PriceEach">Thousandths of a credit; likewise <paramref name="Reserved"/> and <paramref name="Settled"/>.</param>
/// <param name="EventSeq">The account's newest event when this was read; events behind it are newer than this view.</param>
public sealed record GenerationRow(
    Guid Id,
    Guid AccountId,
    string Operation,
    string? Prompt,
    string? NegativePrompt,
    string RequestJson,
    string PlanJson,
    string State,
    string Stage,
    int Progress,
    int Count,
    long PriceEach,
    long Reserved,
    long? Settled,
    bool CancelRequested,
    string? ErrorCode,
    string? ErrorMessage,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    long EventSeq
);
