namespace Atelier.Data.Queue;

/// <summary>The right to work on a generation until the lease ends. Every decision names the epoch.</summary>
/// <param name="Failures">Claims before this one that went wrong.</param>
public sealed record Claim(Guid GenerationId, Guid AccountId, int Epoch, int Failures = 0);
