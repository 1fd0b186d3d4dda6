using System.Threading.Channels;

namespace Atelier.Engine.Changes;

/// <summary>Waits for a word. Wakes that come while nobody waits are kept: one is as good as many.</summary>
public sealed class ChangeSubscription : IDisposable
{
    private readonly ChangeHub _hub;
    private readonly string _word;
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    internal ChangeSubscription(ChangeHub hub, string word)
    {
        _hub = hub;
        _word = word;
    }

    /// <summary>Returns after a wake, or after <paramref name="atMost"/>, whichever comes first.</summary>
    public Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) =>
        WaitAsync(atMost, time, CancellationToken.None, cancellationToken);

    /// <summary>Returns also when <paramref name="giveUp"/> is cancelled; only <paramref name="cancellationToken"/> throws.</summary>
    public async Task WaitAsync(
        TimeSpan atMost,
        TimeProvider time,
        CancellationToken giveUp,
        CancellationToken cancellationToken
    )
    {
        if (_wakes.Reader.TryRead(out _))
        {
            return;
        }

        using var timeout = new CancellationTokenSource(atMost, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, giveUp, cancellationToken);
        try
        {
            await _wakes.Reader.ReadAsync(any.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up, or the caller gave up; it looks for itself.
        }
    }

    /// <summary>Whether there was a wake since the last time; for those who have no time to wait.</summary>
    internal bool TryTake() => _wakes.Reader.TryRead(out _);

    public void Dispose() => _hub.Remove(this, _word);

    internal void Wake() => _wakes.Writer.TryWrite(true);
}
