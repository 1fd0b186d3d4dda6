using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Atelier.Engine.Working;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Sweeping;

/// <summary>Mends the queue: work of nodes that went silent becomes ready again, and missed promotions are made.</summary>
public sealed partial class QueueSweeper(
    LeaseStore leases,
    HeldStore held,
    ChangePublisher changes,
    IOptions<WorkOptions> options,
    TimeProvider time,
    ILogger<QueueSweeper> logger
) : PeriodicService(time)
{
    /// <summary>One round of both.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in await leases.ReleaseExpiredAsync(cancellationToken))
        {
            LogFreed(lane);
            changes.Publish(ChangeWord.Lane(lane));
        }

        foreach (var lane in await held.PromoteAsync(cancellationToken))
        {
            changes.Publish(ChangeWord.Lane(lane));
        }
    }

    protected override TimeSpan Pause => options.Value.Lease / 3;

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Warning, "A node went silent; its work in lane {Lane} is taken over")]
    private partial void LogFreed(string lane);

    [LoggerMessage(LogLevel.Error, "The queue could not be swept; trying again")]
    private partial void LogFailed(Exception exception);
}
