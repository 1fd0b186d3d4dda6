using Atelier.Data.Auditing;

namespace Atelier.Data.Accounts;

/// <summary>Who changes something, for the audit log.</summary>
/// <param name="AccountId">Null for the service itself.</param>
/// <param name="KeyId">Null for a session in a browser.</param>
public sealed record Actor(Guid? AccountId, Guid? KeyId)
{
    /// <summary>The service, in one of its rounds.</summary>
    public static readonly Actor Service = new(null, null);

    internal AuditEntry Did(string action, Guid? accountId, string? subject = null, string? details = null) =>
        new(AccountId, KeyId, action, accountId, subject, details);
}
