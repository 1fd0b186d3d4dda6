using Atelier.Data.Events;
using Atelier.Engine.Sweeping;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Progress;

/// <summary>
/// Ends open streams whose key, session or account has ended, wherever that was done: what they were let in with is looked up
/// every few seconds, for all of this node at once.
/// </summary>
internal sealed partial class StreamGuard(
    StreamCredentialStore credentials,
    IOptions<ProgressOptions> options,
    TimeProvider time,
    ILogger<StreamGuard> logger
) : PeriodicService(time)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Guarded> _open = [];

    protected override TimeSpan Pause => TimeSpan.FromSeconds(options.Value.RecheckSeconds);

    /// <summary>From now on <paramref name="revoked"/> is called, once, when the credential has ended; dispose it.</summary>
    public IDisposable Watch(StreamCredential credential, Action revoked)
    {
        var guarded = new Guarded(this, credential, revoked);
        lock (_lock)
        {
            _open.Add(guarded);
        }

        return guarded;
    }

    /// <summary>Looks once.</summary>
    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        Guarded[] open;
        lock (_lock)
        {
            open = [.. _open];
        }

        if (open.Length == 0)
        {
            return;
        }

        var ended = await credentials.EndedAsync(Array.ConvertAll(open, one => one.Credential), cancellationToken);
        foreach (var place in ended)
        {
            open[place].Dispose();
            open[place].Revoked();
        }
    }

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Warning, "Whether open streams may go on could not be looked up; looking again")]
    private partial void LogFailed(Exception exception);

    private sealed class Guarded(StreamGuard guard, StreamCredential credential, Action revoked) : IDisposable
    {
        public StreamCredential Credential => credential;

        public Action Revoked => revoked;

        public void Dispose()
        {
            lock (guard._lock)
            {
                guard._open.Remove(this);
            }
        }
    }
}
