using Npgsql;

namespace Atelier.Server.Metrics;

/// <summary>Something read from the database for the metrics, at most once in a while, however many ask.</summary>
/// <param name="fresh">How long it is good for.</param>
/// <param name="patience">How long a reading may take.</param>
/// <param name="unread">Told why there is nothing.</param>
internal sealed class FreshReading<T>(
    Func<CancellationToken, Task<T>> read,
    TimeSpan fresh,
    TimeSpan patience,
    TimeProvider time,
    Action<Exception> unread
) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile T? _value;
    private long _at;
    private bool _looked;

    /// <summary>Null before the first look, and after one that failed: no figure is better than an old one.</summary>
    public T? Value => _value;

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!_looked || time.GetElapsedTime(_at) >= fresh)
            {
                _value = await ReadAsync();
                (_at, _looked) = (time.GetTimestamp(), true);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    // Not the caller's token: whoever hangs up must not leave the next one without figures.
    private async Task<T?> ReadAsync()
    {
        using var limit = new CancellationTokenSource(patience, time);
        try
        {
            return await read(limit.Token);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            unread(exception);
            return null;
        }
    }
}
