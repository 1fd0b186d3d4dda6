using System.Collections.Concurrent;
using Atelier.Data.Queue;

namespace Atelier.Engine.Working;

/// <summary>What this node works on now.</summary>
public sealed class RunningClaims
{
    private readonly ConcurrentDictionary<Guid, Claim> _claims = new();

    public IReadOnlyCollection<Claim> All => [.. _claims.Values];

    internal void Add(Claim claim) => _claims[claim.GenerationId] = claim;

    internal void Remove(Claim claim) => _claims.TryRemove(new(claim.GenerationId, claim));
}
