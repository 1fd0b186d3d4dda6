using System.Collections.Concurrent;

namespace Atelier.Engine.Renditions;

/// <summary>Lets those who want the same thing at the same time wait for one piece of work.</summary>
internal sealed class SingleFlight<T>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<T>>> _running = new();

    /// <summary>
    /// The outcome of the work of this key that is under way, or else of <paramref name="work"/>. Who gives up leaves it to the
    /// others; it goes on to its end.
    /// </summary>
    public Task<T> RunAsync(string key, Func<Task<T>> work, CancellationToken cancellationToken) =>
        _running.GetOrAdd(key, _ => new Lazy<Task<T>>(() => RunAsync(key, work))).Value.WaitAsync(cancellationToken);

    private async Task<T> RunAsync(string key, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }
}
