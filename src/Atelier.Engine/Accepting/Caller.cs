namespace Atelier.Engine.Accepting;

/// <summary>On whose behalf something is done.</summary>
/// <param name="KeyId">The API key; null for a session in a browser.</param>
public sealed record Caller(Guid AccountId, Guid? KeyId);
