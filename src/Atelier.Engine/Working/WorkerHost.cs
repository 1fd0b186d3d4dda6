using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Atelier.Providers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Working;

/// <summary>
/// One worker for each provider that is switched on, and one that looks after what was sent; started and stopped with the host.
/// </summary>
internal sealed class WorkerHost(
    ProviderRegistry providers,
    ClaimStore claims,
    LeaseStore leases,
    GenerationRunner runner,
    NodeIdentity node,
    ChangeHub hub,
    ChangePublisher changes,
    IOptions<WorkOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILoggerFactory loggers
) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopFetching = new();
    private readonly CancellationTokenSource _stopRunning = new();
    private Task _work = Task.CompletedTask;
    private long? _stopping;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // The lock on the data folder proves that whoever held these under our id is dead.
        foreach (var lane in await leases.ReleaseNodeAsync(node.Id, cancellationToken))
        {
            changes.Publish(ChangeWord.Lane(lane));
        }

        // The host stops its doors first, and they wait for requests; no new work must begin meanwhile.
        lifetime.ApplicationStopping.Register(StopFetching);
        _work = Task.WhenAll(Loops().Select(loop => loop.RunAsync(_stopFetching.Token, _stopRunning.Token)));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        StopFetching();
        // What the doors waited counts too: both wait for the same work.
        var left = options.Value.Drain - time.GetElapsedTime(_stopping!.Value);
        var drained = Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
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

    private IEnumerable<ClaimLoop> Loops()
    {
        foreach (var provider in providers.All)
        {
            var most = provider is IPainter ? options.Value.LocalAtOnce : options.Value.RemoteAtOnce;
            yield return Loop(provider.Id, ChangeWord.Lane(provider.Id), most, free => ClaimAsync(provider.Id, free));
        }

        yield return Loop("follow-ups", ChangeWord.FollowUp, options.Value.RemoteAtOnce, FollowAsync);
    }

    private ClaimLoop Loop(string name, string word, int atOnce, Func<int, Task<IReadOnlyList<Claim>>> claim) =>
        new(name, word, atOnce, claim, runner, hub, options, time, loggers.CreateLogger<ClaimLoop>());

    private Task<IReadOnlyList<Claim>> ClaimAsync(string lane, int most) =>
        claims.ClaimAsync(new ClaimOrder(lane, node.Id, most, options.Value.Lease), CancellationToken.None);

    private Task<IReadOnlyList<Claim>> FollowAsync(int most) =>
        claims.ClaimFollowUpsAsync(node.Id, most, options.Value.Lease, CancellationToken.None);

    private void StopFetching()
    {
        _stopping ??= time.GetTimestamp();
        _stopFetching.Cancel();
    }
}
