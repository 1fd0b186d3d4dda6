using Atelier.Data.Events;
using Atelier.Engine.Events;

namespace Atelier.Server.Progress;

/// <summary>An open stream: its place among those of its account, and what it hears. Disposing gives the place back.</summary>
internal sealed class ProgressSeat(StreamCredential credential, ProgressWatch watch, Action<ProgressSeat> left)
    : IDisposable
{
    private CancellationTokenRegistration _stopping;

    public StreamCredential Credential => credential;

    public ProgressWatch Watch => watch;

    /// <summary>Ends the stream when the node stops.</summary>
    public void EndWith(CancellationToken stopping) =>
        _stopping = stopping.Register(() => watch.End(WatchEnd.Stopping));

    public void Dispose()
    {
        _stopping.Dispose();
        watch.Dispose();
        left(this);
    }
}
