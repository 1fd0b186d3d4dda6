namespace Atelier.Data.Accounts;

/// <summary>Whom a key speaks for, and what it may do.</summary>
/// <param name="KeyId">Null for a session in a browser.</param>
public sealed record KeyIdentity(Guid? KeyId, Account Account, IReadOnlyList<string> Scopes)
{
    /// <summary>The session, or that of the ticket; null for a key.</summary>
    public byte[]? SessionHash { get; init; }
}
