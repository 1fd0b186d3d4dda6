namespace Atelier.Data.Queue;

/// <summary>The right to work on a generation until the lease ends. Every decision names the epoch.</summary>
public sealed record Claim(Guid GenerationId, Guid AccountId, int Epoch);
