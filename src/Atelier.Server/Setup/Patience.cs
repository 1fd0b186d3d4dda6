namespace Atelier.Server.Setup;

/// <summary>How long requests that wait may go on once the service stops.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _drained;

    public Patience(IHostApplicationLifetime lifetime, ServerSettings settings, TimeProvider time)
    {
        Stopping = lifetime.ApplicationStopping;
        _drained = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Stopping.Register(() => _drained.CancelAfter(TimeSpan.FromSeconds(settings.DrainSeconds)));
    }

    /// <summary>For streams, which their readers open again elsewhere: ends them at once.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>For those who wait for a picture: it may still come while the workers finish what they began.</summary>
    public CancellationToken Drained => _drained.Token;

    public void Dispose() => _drained.Dispose();
}
