using System.Collections.Frozen;
using Atelier.Core.States;
using Atelier.Data.Auditing;
using Atelier.Data.Queue;
using Atelier.Engine.Changes;

namespace Atelier.Engine.Health;

/// <summary>Which providers an operator holds back at this moment. Held in memory.</summary>
public sealed class LaneModes(LaneModeStore store, ChangePublisher changes) : IReloaded
{
    private volatile FrozenDictionary<string, LaneModeRow> _held = FrozenDictionary<string, LaneModeRow>.Empty;

    string IReloaded.Word => ChangeWord.LaneModes;

    /// <summary>Those that get no new requests, by provider.</summary>
    public IReadOnlyDictionary<string, LaneModeRow> Held => _held;

    /// <summary>Holds a provider back, or lets it go on; here at once and at the other nodes within seconds.</summary>
    public async Task SetAsync(
        string provider,
        LaneMode mode,
        string? reason,
        AuditEntry audit,
        CancellationToken cancellationToken
    )
    {
        await store.SetAsync(provider, mode, reason, audit, cancellationToken);
        await LoadAsync(CancellationToken.None);
        changes.Publish(ChangeWord.LaneModes, ChangeWord.Lane(provider));
        // What has found nowhere to go may have somewhere now.
        await WakeAsync(all: true, CancellationToken.None);
    }

    /// <summary>Has somebody look after what waits for those that are held back.</summary>
    /// <param name="all">Also what was looked after before and found nowhere to go.</param>
    public async Task WakeAsync(bool all, CancellationToken cancellationToken)
    {
        if (await store.WakeAsync(all, cancellationToken) > 0)
        {
            changes.Publish(ChangeWord.FollowUp);
        }
    }

    /// <summary>Reads them anew.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) =>
        _held = (await store.HeldAsync(cancellationToken)).ToFrozenDictionary(row => row.Lane);
}
