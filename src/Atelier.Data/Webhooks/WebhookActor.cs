using Atelier.Data.Auditing;

namespace Atelier.Data.Webhooks;

/// <summary>Who changes something, for the log.</summary>
/// <param name="AccountId">Null for the service itself.</param>
/// <param name="KeyId">Null for a session in a browser.</param>
public readonly record struct WebhookActor(Guid? AccountId, Guid? KeyId)
{
    internal AuditEntry Entry(string action, Guid accountId, Guid? endpointId, string? details = null) =>
        new(AccountId, KeyId, action, accountId, endpointId?.ToString(), details);
}
