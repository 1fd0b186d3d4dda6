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
        var (ended, last) = (0, Guid.Empty);
        // Each once a round: one that cannot be decided now is there again in the next.
        while (await store.DueAsync(last, MostAtOnce, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var review in due)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ended += await ExpireAsync(review) ? 1 : 0;
            }

            last = due[^1];
        }

        return ended;
    }

    private async Task<bool> ExpireAsync(Guid review)
    {
#pragma warning disable CA1031 // One review that breaks must not keep the others from ending.
        try
        {
            return await desk.DecideAsync(review, ReviewVerdict.Expire, Actor.Service) is { Decided: true };
        }
        catch (Exception exception)
        {
            LogUndecided(review, exception);
            return false;
        }
#pragma warning restore CA1031
    }

    protected override TimeSpan Pause => TimeSpan.FromMinutes(1);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Error, "Review {ReviewId} is over and could not be ended; trying again")]
    private partial void LogUndecided(Guid reviewId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Reviews could not be swept; trying again")]
    private partial void LogFailed(Exception exception);
}
