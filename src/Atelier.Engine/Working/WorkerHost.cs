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
    RunningClaims running,
    AnswerRoom room,
    NodeIdentity node,
    ChangeHub hub,
    ChangePublisher changes,
    IOptions<WorkOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILoggerFactory loggers
) : IHostedService, IDisposable
{
    // To pass a lane over is to read all of its rows that are due.
    private static readonly TimeSpan BetweenPassingOver = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stopFetching = new();
    private readonly CancellationTokenSource _stopRunning = new();
    private Task _work = Task.CompletedTask;
    private long? _stopping;

    // Lanes that have all the places that they may have for looking after what was sent.
    private volatile IReadOnlyCollection<string> _crowded = [];
    private long? _passedOver;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // The lock on the data folder proves that whoever held these under our id is dead.
        foreach (var lane in await leases.ReleaseNodeAsync(node.Id, cancellationToken))
        {
            changes.Publish(ChangeWord.Lane(lane));
        }

        // The host stops its doors first, and they wait for requests; no new work must begin meanwhile.
        lifetime.ApplicationStopping.Register(StopFetching);
        running.Left += Resume;
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
            var (most, paid) =
                provider is IPainter ? (options.Value.LocalAtOnce, false) : (options.Value.RemoteAtOnce, true);
            yield return Loop(
                provider.Id,
                ChangeWord.Lane(provider.Id),
                most,
                free => paid && !room.IsThere() ? NothingAsync() : ClaimAsync(provider.Id, free)
            );
        }

        // Providers that answer slowly, or not at all, leave places for what others have made.
        var places = 2 * options.Value.RemoteAtOnce;
        yield return Loop("follow-ups", ChangeWord.FollowUp, places, most => FollowAsync(most, places));
    }

    private ClaimLoop Loop(string name, string word, int atOnce, Func<int, Task<IReadOnlyList<Claim>>> claim) =>
        new(name, word, atOnce, claim, runner, hub, options, time, loggers.CreateLogger<ClaimLoop>());

    private Task<IReadOnlyList<Claim>> ClaimAsync(string lane, int most) =>
        claims.ClaimAsync(new ClaimOrder(lane, node.Id, most, options.Value.Lease), CancellationToken.None);

    private static Task<IReadOnlyList<Claim>> NothingAsync() => Task.FromResult<IReadOnlyList<Claim>>([]);

    // A lane has all it may have once it has as many places as are free: where n hang, a share of n + 1 is left to the others.
    private Task<IReadOnlyList<Claim>> FollowAsync(int most, int places)
    {
        var busy = running.FollowUps.ToList();
        var free = places - busy.Sum(lane => lane.Value);
        _crowded = [.. busy.Where(lane => lane.Value >= free).Select(lane => lane.Key)];
        if (_crowded.Count > 0)
        {
            if (_passedOver is { } before && time.GetElapsedTime(before) < BetweenPassingOver)
            {
                return NothingAsync();
            }

            _passedOver = time.GetTimestamp();
        }

        // All that is claimed now may be of one lane.
        var held = busy.Select(lane => lane.Value).Where(count => count < free).DefaultIfEmpty().Max();
        return claims.ClaimFollowUpsAsync(
            node.Id,
            Math.Min(most, Math.Max(1, (free - held) / 2)),
            options.Value.Lease,
            _crowded,
            CancellationToken.None
        );
    }

    // Whoever found nothing but passed a lane over waits for a word.
    private void Resume(Claim left)
    {
        if (left.FollowUp && _crowded.Count > 0)
        {
            hub.Raise(ChangeWord.FollowUp);
        }
    }

    private void StopFetching()
    {
        _stopping ??= time.GetTimestamp();
        _stopFetching.Cancel();
    }
}
