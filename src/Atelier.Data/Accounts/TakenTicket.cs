namespace Atelier.Data.Accounts;

/// <summary>Whom a ticket spoke for.</summary>
/// <param name="KeyId">The key that had asked for it; null for a session in a browser.</param>
/// <param name="SessionHash">The session that had asked for it; null for a key.</param>
public sealed record TakenTicket(Account Account, Guid? KeyId, byte[]? SessionHash);
