namespace Atelier.Engine.Accepting;

/// <summary>On whose behalf something is done.</summary>
/// <param name="KeyId">The API key; null for a session in a browser.</param>
/// <param name="Visitor">Of a guest, whose pictures of the day are counted by it too: the address as today's keyed hash; else null.</param>
public sealed record Caller(Guid AccountId, Guid? KeyId, byte[]? Visitor = null);
