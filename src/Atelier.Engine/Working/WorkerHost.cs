using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Atelier.Providers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Working;

/// <summary>One worker for each provider that is switched on, started and stopped with the host.</summary>
public sealed class WorkerHost(
    ProviderRegistry providers,
    ClaimStore claims,
    LeaseStore leases,
    GenerationRunner runner,
    NodeIdentity node,
    ChangeHub hub,
    ChangePublisher changes,
    IOptions<WorkOptions> options,
    TimeProvider time,
    ILoggerFactory loggers
) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopFetching = new();
    private readonly CancellationTokenSource _stopRunning = new();
    private Task _work = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // The lock on the data folder proves that whoever held these under our id is dead.
        foreach (var lane in await leases.ReleaseNodeAsync(node.Id, cancellationToken))
        {
            changes.Publish(ChangeWord.Lane(lane));
        }

        _work = Task.WhenAll(
            providers.All.Select(provider =>
                new LaneWorker(
                    provider.Id,
                    provider.Paid ? options.Value.RemoteAtOnce : options.Value.LocalAtOnce,
                    claims,
                    runner,
                    node,
                    hub,
                    options,
                    time,
                    loggers.CreateLogger<LaneWorker>()
                ).RunAsync(_stopFetching.Token, _stopRunning.Token)
            )
        );
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopFetching.CancelAsync();
        var drained = Task.Delay(options.Value.Drain, time, cancellationToken);
        if (await Task.WhenAny(_work, drained) == drained)
        {
            await _stopRunning.CancelAsync();
        }

        await _work;
    }

    public void Dispose()
    {
        _stopFetching.Dispose();
        _stopRunning.Dispose();
    }
}
