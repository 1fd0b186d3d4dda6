using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Atelier.Engine.Health;
using Atelier.Engine.Working;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Sweeping;

/// <summary>
/// Mends the queue: work of nodes that went silent becomes ready again, missed promotions are made, and what came to wait for a
/// provider that is held back is looked after.
/// </summary>
public sealed partial class QueueSweeper(
    LeaseStore leases,
    HeldStore held,
    LaneModes modes,
    ChangePublisher changes,
    IOptions<WorkOptions> options,
    TimeProvider time,
    ILogger<QueueSweeper> logger
) : PeriodicService(time)
{
    /// <summary>One round of all.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in await leases.ReleaseExpiredAsync(cancellationToken))
        {
            LogFreed(lane);
            changes.Publish(ChangeWord.Lane(lane));
        }

        await held.WakeAsync(cancellationToken);
        foreach (var lane in await held.PromoteAsync(cancellationToken))
        {
            changes.Publish(ChangeWord.Lane(lane));
        }

        await modes.WakeAsync(all: false, cancellationToken);
    }

    protected override TimeSpan Pause => options.Value.Lease / 3;

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Warning, "A node went silent; its work in lane {Lane} is taken over")]
    private partial void LogFreed(string lane);

    [LoggerMessage(LogLevel.Error, "The queue could not be swept; trying again")]
    private partial void LogFailed(Exception exception);
}
