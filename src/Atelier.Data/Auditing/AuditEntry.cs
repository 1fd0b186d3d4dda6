namespace Atelier.Data.Auditing;

/// <summary>One thing that somebody did to the service, without secrets and without words of callers.</summary>
/// <param name="ActorId">The account that did it; null for the service itself.</param>
/// <param name="KeyId">The key it came with; null for a session in a browser.</param>
/// <param name="Action">Such as <c>key.revoke</c>.</param>
/// <param name="AccountId">The account that it was done to; null for the whole service.</param>
/// <param name="Subject">The id of the key, endpoint or budget, where it was one.</param>
/// <param name="Details">A JSON object with what changed; null for none.</param>
public sealed record AuditEntry(
    Guid? ActorId,
    Guid? KeyId,
    string Action,
    Guid? AccountId = null,
    string? Subject = null,
    string? Details = null
);
