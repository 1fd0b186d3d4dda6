namespace Atelier.Data.Attempts;

/// <summary>An attempt whose cost is open, for the operator's eyes.</summary>
/// <param name="RiskNanos">Nano-dollars it can cost at most.</param>
/// <param name="GenerationState">How its generation stands.</param>
public sealed record OpenAttempt(
    Guid Id,
    Guid GenerationId,
    Guid AccountId,
    string Provider,
    string? Model,
    string State,
    IReadOnlyList<int> Slots,
    long RiskNanos,
    DateTimeOffset IntentAt,
    string? TaskId,
    string? RequestId,
    string? Failure,
    string GenerationState
)
{
    /// <summary>The mark of the operator's key that sent it; null where there is none.</summary>
    public string? SentWith { get; init; }
}
