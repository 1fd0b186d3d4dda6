namespace Atelier.Data.Events;

/// <summary>What an open stream was let in with.</summary>
/// <param name="KeyId">The key, or that of the ticket; null for a session in a browser.</param>
/// <param name="SessionHash">The session, or that of the ticket; null for a key.</param>
public sealed record StreamCredential(Guid AccountId, Guid? KeyId, byte[]? SessionHash);
