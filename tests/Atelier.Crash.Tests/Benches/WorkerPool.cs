using System.Threading.Channels;

namespace Atelier.Crash.Tests.Benches;

/// <summary>Workers, and a few that wait prepared, so that whoever is killed is followed at once.</summary>
internal sealed class WorkerPool(string settings, string dataFolder, string logs, int spares) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<Task<WorkerProcess>> _spares = new();
    private readonly List<WorkerProcess> _started = [];
    private int _launched;

    /// <summary>Starts a worker on the data folder of a node.</summary>
    public async Task<WorkerProcess> StartAsync(string node)
    {
        var worker = await TakeAsync();
        lock (_lock)
        {
            _started.Add(worker);
        }

        await worker.StartAsync(Path.Combine(dataFolder, node));
        return worker;
    }

    /// <summary>Prepares the spare ones.</summary>
    public void Fill()
    {
        lock (_lock)
        {
            while (_spares.Count < spares)
            {
                _spares.Enqueue(LaunchAsync());
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var spare in _spares)
        {
            try
            {
                await (await spare).DisposeAsync();
            }
            catch (ChannelClosedException)
            {
                // It broke off while it prepared itself; whoever needed it has said so.
            }
        }

        foreach (var worker in _started)
        {
            await worker.DisposeAsync();
        }
    }

    private Task<WorkerProcess> TakeAsync()
    {
        lock (_lock)
        {
            var taken = _spares.Count > 0 ? _spares.Dequeue() : LaunchAsync();
            Fill();
            return taken;
        }
    }

    private Task<WorkerProcess> LaunchAsync() =>
        WorkerProcess.LaunchAsync(
            settings,
            Path.Combine(logs, FormattableString.Invariant($"worker-{Interlocked.Increment(ref _launched):D3}.log"))
        );
}
