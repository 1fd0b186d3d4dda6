using System.Collections.Concurrent;
using Atelier.Data.Queue;

namespace Atelier.Engine.Working;

/// <summary>What this node works on now.</summary>
public sealed class RunningClaims
{
    private readonly ConcurrentDictionary<Guid, Claim> _claims = new();

    public IReadOnlyCollection<Claim> All => [.. _claims.Values];

    /// <summary>Called when a claim was let go; it must not wait.</summary>
    internal event Action<Claim>? Left;

    /// <summary>How many claims of each lane look after what was sent.</summary>
    internal IEnumerable<KeyValuePair<string, int>> FollowUps =>
        _claims.Values.Where(claim => claim.FollowUp).CountBy(claim => claim.Lane);

    internal void Add(Claim claim) => _claims[claim.GenerationId] = claim;

    internal void Remove(Claim claim)
    {
        _claims.TryRemove(new(claim.GenerationId, claim));
        Left?.Invoke(claim);
    }
}
