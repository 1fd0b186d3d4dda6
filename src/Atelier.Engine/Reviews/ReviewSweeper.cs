using Atelier.Data.Accounts;
using Atelier.Data.Reviews;
using Atelier.Engine.Sweeping;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Reviews;

/// <summary>Ends reviews that nobody decided within 24 hours, and those of closed accounts. Any node may; each ends once.</summary>
public sealed partial class ReviewSweeper(
    ReviewStore store,
    ReviewDesk desk,
    TimeProvider time,
    ILogger<ReviewSweeper> logger
) : PeriodicService(time)
{
    private const int MostAtOnce = 100;

    /// <summary>One round over all that are due.</summary>
    /// <returns>How many this node ended.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var ended = 0;
        while (await store.DueAsync(MostAtOnce, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var review in due)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var decision = await desk.DecideAsync(review, ReviewVerdict.Expire, Actor.Service);
                ended += decision is { Decided: true } ? 1 : 0;
            }
        }

        return ended;
    }

    protected override TimeSpan Pause => TimeSpan.FromMinutes(1);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Warning, "Reviews could not be swept; trying again")]
    private partial void LogFailed(Exception exception);
}
