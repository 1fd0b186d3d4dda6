namespace Atelier.Data.Events;

/// <summary>A stage that a generation reached, or its end.</summary>
/// <param name="Seq">Without gaps in the account, in the order of the commits.</param>
/// <param name="Note">What is told beside, as JSON; null for nothing.</param>
public sealed record EventRow(
    long Seq,
    Guid GenerationId,
    string State,
    string Stage,
    int Progress,
    string? ErrorCode,
    DateTimeOffset CreatedAt,
    string? Note
);
