using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Working;

/// <summary>Takes generations of one lane, as many at once as this node allows, and runs each on its own.</summary>
internal sealed partial class LaneWorker(
    string lane,
    int atOnce,
    ClaimStore claims,
    GenerationRunner runner,
    NodeIdentity node,
    ChangeHub hub,
    IOptions<WorkOptions> options,
    TimeProvider time,
    ILogger<LaneWorker> logger
)
{
    // Claims of a round at most: one transaction, and no node grabs a whole queue.
    private const int MostPerClaim = 32;

    private readonly HashSet<Task> _running = [];

    /// <summary>Claims until <paramref name="stopFetching"/>; then waits for what runs, until <paramref name="stopRunning"/>.</summary>
    public async Task RunAsync(CancellationToken stopFetching, CancellationToken stopRunning)
    {
        using var wake = hub.Subscribe(ChangeWord.Lane(lane));
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
                LogFailed(lane, exception);
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

        var order = new ClaimOrder(lane, node.Id, free, options.Value.Lease);
        // Not to be cancelled: a claim that was committed but not heard of would be held until its lease ends.
        var taken = await claims.ClaimAsync(order, CancellationToken.None);
        foreach (var claim in taken)
        {
            _running.Add(runner.RunAsync(claim, stopRunning));
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

    [LoggerMessage(LogLevel.Error, "Lane {Lane} could not claim work; trying again")]
    private partial void LogFailed(string lane, Exception exception);
}
