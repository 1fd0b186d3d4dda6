namespace Atelier.Server.Health;

/// <summary>What a probe said, kept for a while: however many ask at once, one probes and the others wait for it.</summary>
internal sealed class KeptAnswer<T>(TimeSpan fresh, Func<Task<T>> probe, TimeProvider time) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private T? _last;
    private long _at;

    public async Task<T> AskAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is null || time.GetElapsedTime(_at) >= fresh)
            {
                // Not the caller's token: whoever hangs up must not leave a probe half done.
                _last = await probe();
                _at = time.GetTimestamp();
            }

            return _last;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
