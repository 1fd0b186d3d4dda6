using Atelier.Data.Photos;
using Atelier.Engine.Sweeping;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Photos;

/// <summary>Removes photo sessions whose time is over; one node at a time, every 30 minutes (requirements B-53…B-55).</summary>
public sealed partial class PhotoSweeper(
    PhotoSweepStore turns,
    PhotoCleanStore store,
    PhotoCleaner cleaner,
    IOptions<PhotoSessionOptions> options,
    TimeProvider time,
    ILogger<PhotoSweeper> logger
) : PeriodicService(time)
{
    private const int ChunkSize = 100;

    // Renewed before each session: a single one takes far less.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>One sweep, if it is time for it and nobody else is at it.</summary>
    /// <param name="early">Whether to sweep before the time has come.</param>
    /// <returns>What went; null when it is not this node's turn.</returns>
    public async Task<PhotoSweep?> RunOnceAsync(bool early, CancellationToken cancellationToken)
    {
        var (holder, every) = (Guid.CreateVersion7(), options.Value.Sweep);
        if (!await turns.TakeAsync(holder, every, Lease, early, cancellationToken))
        {
            return null;
        }

        var swept = await SweepAsync(holder, cancellationToken);
        await turns.EndAsync(holder, every, cancellationToken);
        if (swept.Sessions > 0)
        {
            LogSwept(swept.Sessions, swept.Files);
        }

        return swept;
    }

    // Whether it is time says the row that all nodes share.
    protected override TimeSpan Pause => TimeSpan.FromMinutes(1);

    protected override Task RoundAsync(CancellationToken cancellationToken) =>
        RunOnceAsync(early: false, cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    private async Task<PhotoSweep> SweepAsync(Guid holder, CancellationToken cancellationToken)
    {
        var (swept, last) = (default(PhotoSweep), Guid.Empty);
        while (await store.DueAsync(last, ChunkSize, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var session in due)
            {
                if (!await turns.RenewAsync(holder, Lease, cancellationToken))
                {
                    return swept;
                }

                swept = await CleanAsync(swept, session, cancellationToken);
            }

            last = due[^1];
        }

        return swept;
    }

    private async Task<PhotoSweep> CleanAsync(PhotoSweep swept, Guid session, CancellationToken cancellationToken)
    {
#pragma warning disable CA1031 // One session that breaks must not keep the others from going.
        try
        {
            var (start, gone) = await cleaner.CleanAsync(session, null, dueOnly: true, cancellationToken);
            return start == CleanStart.Started
                ? swept with
                {
                    Sessions = swept.Sessions + 1,
                    Images = swept.Images + gone.Images,
                    Files = swept.Files + gone.Files,
                    Prompts = swept.Prompts + gone.Prompts,
                }
                : swept;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogUncleaned(session, exception);
            await store.FailedAsync(session, cancellationToken);
            return swept with { Failed = swept.Failed + 1 };
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(LogLevel.Information, "Removed {Sessions} photo sessions with {Files} files")]
    private partial void LogSwept(int sessions, long files);

    [LoggerMessage(LogLevel.Error, "Photo session {SessionId} could not be removed; trying again at a later sweep")]
    private partial void LogUncleaned(Guid sessionId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Photo sessions could not be swept; trying again")]
    private partial void LogFailed(Exception exception);
}
