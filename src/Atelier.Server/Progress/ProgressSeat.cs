using Atelier.Engine.Events;

namespace Atelier.Server.Progress;

/// <summary>An open stream: its place among those of its account, and what it hears. Disposing gives the place back.</summary>
internal sealed class ProgressSeat(ProgressWatch watch, IDisposable place) : IDisposable
{
    private CancellationTokenRegistration _stopping;
    private IDisposable? _guarded;

    public ProgressWatch Watch => watch;

    /// <summary>Ends the stream when the node stops; what else ends it goes with it.</summary>
    public void EndWith(IDisposable guarded, CancellationToken stopping)
    {
        _guarded = guarded;
        _stopping = stopping.Register(() => watch.End(WatchEnd.Stopping));
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _guarded?.Dispose();
        watch.Dispose();
        place.Dispose();
    }
}
