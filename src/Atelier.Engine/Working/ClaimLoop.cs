using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Working;

/// <summary>Takes claims of one kind, as many at once as this node allows, and runs each on its own.</summary>
/// <param name="name">For the log: a lane, or <c>follow-ups</c>.</param>
/// <param name="word">What wakes it.</param>
internal sealed partial class ClaimLoop(
    string name,
    string word,
    int atOnce,
    Func<int, Task<IReadOnlyList<Claim>>> claim,
    GenerationRunner runner,
    ChangeHub hub,
    IOptions<WorkOptions> options,
    TimeProvider time,
    ILogger<ClaimLoop> logger
)
{
    // Claims of a round at most: one transaction, and no node grabs a whole queue.
    private const int MostPerClaim = 32;

    private readonly HashSet<Task> _running = [];

    /// <summary>Claims until <paramref name="stopFetching"/>; then waits for what runs, until <paramref name="stopRunning"/>.</summary>
    public async Task RunAsync(CancellationToken stopFetching, CancellationToken stopRunning)
    {
        using var wake = hub.Subscribe(word);
        while (!stopFetching.IsCancellationRequested)
        {
            try
            {
                var got = await ClaimAsync(stopRunning);
                await WaitAsync(got, wake, stopFetching);
            }
            catch (OperationCanceledException) when (stopFetching.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // A worker that ends silently would leave a node that accepts and does nothing.
            catch (Exception exception)
            {
                LogFailed(name, exception);
                await Task.Delay(options.Value.Poll, time, stopFetching)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
#pragma warning restore CA1031
        }

        await Task.WhenAll(_running);
    }

    private async Task<bool> ClaimAsync(CancellationToken stopRunning)
    {
        _running.RemoveWhere(task => task.IsCompleted);
        var free = Math.Min(atOnce - _running.Count, MostPerClaim);
        if (free <= 0)
        {
            return false;
        }

        // From before the commit, so that no intent looks younger than it is.
        var claimedAt = time.GetTimestamp();
        // Not to be cancelled: a claim that was committed but not heard of would be held until its lease ends.
        var taken = await claim(free);
        foreach (var one in taken)
        {
            _running.Add(runner.RunAsync(one, claimedAt, stopRunning));
        }

        return taken.Count > 0;
    }

    private async Task WaitAsync(bool got, ChangeSubscription wake, CancellationToken stopFetching)
    {
        if (_running.Count >= atOnce)
        {
            await Task.WhenAny(_running).WaitAsync(stopFetching);
        }
        else if (!got)
        {
            await wake.WaitAsync(options.Value.Poll, time, stopFetching);
        }
    }

    [LoggerMessage(LogLevel.Error, "The worker for {Name} could not claim work; trying again")]
    private partial void LogFailed(string name, Exception exception);
}
