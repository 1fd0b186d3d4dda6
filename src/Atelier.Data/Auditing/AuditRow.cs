namespace Atelier.Data.Auditing;

/// <summary>An entry as it stands in the log.</summary>
/// <param name="Id">Grows with time.</param>
/// <param name="Details">A JSON object.</param>
public sealed record AuditRow(
    long Id,
    DateTimeOffset CreatedAt,
    Guid? ActorId,
    Guid? KeyId,
    string Action,
    Guid? AccountId,
    string? Subject,
    string Details
);
