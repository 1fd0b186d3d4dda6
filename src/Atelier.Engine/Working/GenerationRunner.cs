using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Connections;
using Atelier.Data.Costs;
using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Atelier.Engine.Steps;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Working;

/// <summary>Runs one claim. Whatever happens, the generation ends, waits for its next step, or goes back to the queue.</summary>
internal sealed partial class GenerationRunner(
    PaidWork paid,
    PaintWork painting,
    JobEnder ender,
    LeaseStore leases,
    RunningClaims running,
    IOptions<WorkOptions> options,
    ILogger<GenerationRunner> logger
)
{
    private static readonly TimeSpan PauseAfterOutage = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    /// <summary>Never throws: failures are written to the generation or the log.</summary>
    /// <param name="claimedAt">A timestamp from before the claim was committed.</param>
    /// <param name="stopping">The node must give the work back now.</param>
    public async Task RunAsync(Claim claim, long claimedAt, CancellationToken stopping)
    {
        running.Add(claim);
        var submission = new SubmissionMark();
        // The worker must live on, whatever one generation brings.
#pragma warning disable CA1031
        try
        {
            await RunAsync(claim, claimedAt, submission, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogHandedBack(claim.GenerationId);
            await TryAsync(claim, () => leases.HandBackAsync(claim, CancellationToken.None));
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            // The database or the disk was away; that is no fault of the generation, and not counted as one.
            LogFailed(claim.GenerationId, claim.Epoch, exception);
            await TryAsync(claim, () => HandBackAsync(claim, submission, failed: false));
        }
        catch (Exception exception)
        {
            LogFailed(claim.GenerationId, claim.Epoch, exception);
            await TryAsync(claim, () => HandBackAsync(claim, submission, failed: true));
        }
#pragma warning restore CA1031
        finally
        {
            running.Remove(claim);
        }
    }

    // The intent that came with this claim was not sent, and is not going to be.
    private static Ending Broken(Claim claim) =>
        Ending.Without(
            GenerationState.Failed,
            "generation_failed",
            "The picture could not be made; the log says why."
        ) with
        {
            Paid = true,
            Attempts = claim.AttemptId is { } intent
                ? [new AttemptChange(intent, AttemptState.NotSent, Reason.Broken, new Booking.Clear())]
                : [],
        };

    private static TimeSpan Delay(Claim claim)
    {
        var delay = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(claim.Failures, 10)));
        return delay < LongestDelay ? delay : LongestDelay;
    }

    private Task RunAsync(Claim claim, long claimedAt, SubmissionMark submission, CancellationToken stopping)
    {
        if (claim.Failures >= options.Value.MostFailures)
        {
            // Here and not at the failure: a picture that kills the process never gets that far.
            return ender.EndAsync(claim, Broken(claim));
        }

        return claim switch
        {
            { AttemptId: { } attempt } => paid.SubmitAsync(claim, attempt, claimedAt, submission, stopping),
            { FollowUp: true } => paid.FollowAsync(claim, stopping),
            _ => painting.RunAsync(claim, stopping),
        };
    }

    private static bool IsOutage(Exception exception) =>
        exception.IsDatabaseOutage() || exception is IOException or UnauthorizedAccessException;

    // What was not sent can be sent again; of the rest nobody knows, so it is looked after first.
    private Task HandBackAsync(Claim claim, SubmissionMark submission, bool failed)
    {
        if (claim.AttemptId is not null && !submission.Begun)
        {
            return leases.HandBackUnsentAsync(claim, Delay(claim), failed, CancellationToken.None);
        }

        return failed
            ? leases.HandBackFailedAsync(claim, Delay(claim), CancellationToken.None)
            : leases.HandBackAsync(claim, PauseAfterOutage, CancellationToken.None);
    }

    // Without a database nothing can be handed back; then the lease ends, and another claim begins.
    private async Task TryAsync(Claim claim, Func<Task> handBack)
    {
#pragma warning disable CA1031
        try
        {
            await handBack();
        }
        catch (Exception exception)
        {
            LogFailed(claim.GenerationId, claim.Epoch, exception);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(LogLevel.Information, "Generation {GenerationId} goes back to the queue, since this node stops")]
    private partial void LogHandedBack(Guid generationId);

    [LoggerMessage(LogLevel.Error, "Generation {GenerationId} failed in epoch {Epoch}")]
    private partial void LogFailed(Guid generationId, int epoch, Exception exception);
}
