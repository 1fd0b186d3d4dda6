using Atelier.Core;
using Atelier.Core.Routing;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Blobs;
using Atelier.Data.Costs;
using Atelier.Data.Queue;
using Atelier.Engine.Finishing;
using Atelier.Engine.Health;
using Atelier.Engine.Previews;
using Atelier.Engine.Public;
using Atelier.Engine.Sources;
using Atelier.Engine.Waypoints;
using Atelier.Engine.Working;
using Atelier.Providers;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Keys;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Atelier.Engine.Steps;

/// <summary>Sends the one POST of an intent, and writes down what is learned before anything is decided.</summary>
internal sealed partial class SubmitStep(
    ProviderRegistry providers,
    FactWriter facts,
    LaneStore lanes,
    IBlobStore blobs,
    SourceFiles sources,
    PublicAddresses addresses,
    MarkCheck marks,
    IOfferHealth health,
    PreviewDesk previews,
    IWaypoints waypoints,
    TimeProvider time,
    IOptions<WorkOptions> options,
    ILogger<SubmitStep> logger
)
{
    // Beyond the time of its POST, until word of a probe is there.
    private static readonly TimeSpan ProbeGrace = TimeSpan.FromSeconds(30);

    // A POST of at most so long only makes a task, and word of that takes minutes.
    private static readonly TimeSpan TaskPost = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TaskProbe = TimeSpan.FromMinutes(10);

    // The spool is first where it is quick, as a disk is: so a database that is away costs nothing.
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>What became of the intent; its state is still to be written.</summary>
    /// <param name="claimedAt">A timestamp from before the intent was committed.</param>
    public async Task<Look> RunAsync(Job job, AttemptRow attempt, long claimedAt, CancellationToken cancellationToken)
    {
        if (job.CancelRequested)
        {
            return NotSent(attempt, Reason.Canceled);
        }

        if (job.Attempts.Any(other => IsFoundFor(attempt, other)))
        {
            // It turned up while this one waited for its lane.
            return NotSent(attempt, Reason.Superseded) with { Again = TimeSpan.Zero };
        }

        if (job.Watermark && !marks.Passes())
        {
            LogUnmarkable(attempt.Id);
            return NotSent(attempt, Reason.Unmarkable);
        }

        if (job.CallOf(attempt.Link) is not { } compiled)
        {
            return NotSent(attempt, Reason.Erased);
        }

        if (providers.FindRemote(attempt.Lane) is not { } provider)
        {
            return NotSent(attempt, Reason.NoAdapter);
        }

        if (compiled.SentWith is { } bound && provider.With(bound) is null)
        {
            LogKeyRemoved(attempt.Lane, KeyMark.Read(bound)?.Name, attempt.Id);
            return NotSent(attempt, Reason.KeyRemoved);
        }

        var offer = CallJudge.KeyOf(job.Plan, attempt);
        if (await PassAsync(offer, attempt, cancellationToken) is not { } passage)
        {
            return NotSent(attempt, Reason.Stopping);
        }

        if (passage == Passage.Shut)
        {
            LogShut(offer.Model, offer.Provider, attempt.Id);
            return NotSent(attempt, Reason.CircuitOpen);
        }

        var look = await SendAsync(job, attempt, compiled, provider, claimedAt, cancellationToken);
        return look with { Probe = passage == Passage.Probe };
    }

    /// <summary>Whether it may be sent; null when this node stops. Nothing was sent yet, so nothing may fail here.</summary>
    private async Task<Passage?> PassAsync(OfferKey offer, AttemptRow attempt, CancellationToken cancellationToken)
    {
        var life = attempt.PostTimeout <= TaskPost ? TaskProbe : attempt.PostTimeout + ProbeGrace;
        try
        {
            return await health.PassAsync(offer, life, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // What is known of an offer's health must never keep work from being done.
        catch (Exception exception)
        {
            LogUnasked(offer.Model, offer.Provider, exception);
            return Passage.Free;
        }
#pragma warning restore CA1031
    }

    private async Task<Look> SendAsync(
        Job job,
        AttemptRow attempt,
        CompiledCall compiled,
        IRemoteProvider provider,
        long claimedAt,
        CancellationToken cancellationToken
    )
    {
        var spool = new BlobSpool(blobs, attempt.Id);
        var guard = new SendGuard(
            attempt.Lane,
            job.GenerationId,
            attempt.Id,
            spool,
            facts.Store,
            claimedAt,
            waypoints,
            time
        );
        using var glimpses = previews.Begin(job, attempt);
        var call = new PaidCall(
            attempt.Id,
            compiled,
            attempt.Slots.Count,
            spool,
            guard,
            sources.For(job.Watermark),
            addresses.OfCallback(attempt.Lane, attempt.Id)
        )
        {
            FirstSlot = attempt.Slots.Min(),
            Glimpses = glimpses,
        };
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Whoever is not ready by then holds a place in the lane for nothing; what is being sent is left alone.
        await using var patience = time.CreateTimer(
            _ => GiveUp(guard, either),
            null,
            options.Value.Preparing,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            return await NoteAsync(job, attempt, await provider.SubmitAsync(call, either.Token), spool);
        }
        catch (ProviderException exception)
        {
            var ours = spool.Broke || cancellationToken.IsCancellationRequested;
            return await AfterFailureAsync(job, attempt, exception, guard, ours ? Reason.CutOff : Reason.Lost);
        }
        catch (OperationCanceledException) when (!guard.Passed && cancellationToken.IsCancellationRequested)
        {
            return NotSent(attempt, Reason.Stopping);
        }
        catch (OperationCanceledException) when (guard.TooLate)
        {
            LogNotReady(attempt.Lane, attempt.Id);
            return NotSent(attempt, Reason.TooLate);
        }
#pragma warning disable CA1031 // Whatever our own code did: what may have been sent is unknown, the rest was not sent.
        catch (Exception exception)
        {
            LogBroken(attempt.Lane, attempt.Id, guard.Passed, exception);
            return guard.Passed ? await UnknownAsync(job, attempt, Reason.CutOff) : NotSent(attempt, Reason.Broken);
        }
#pragma warning restore CA1031
    }

    private static void GiveUp(SendGuard guard, CancellationTokenSource call)
    {
        if (guard.GiveUp())
        {
            call.Cancel();
        }
    }

    private static bool IsFoundFor(AttemptRow attempt, AttemptRow other) =>
        other.Id != attempt.Id
        && other.State is AttemptState.Unknown or AttemptState.Answered or AttemptState.Submitted
        && (other.Stored || other.TaskId is not null)
        && other.Failure is not (Reason.Overdue or Reason.Vanished or Reason.KeyRemoved)
        && other is not { State: AttemptState.Unknown, GivenUp: true }
        && other.Slots.Intersect(attempt.Slots).Any();

    // A provider that asks for hours is asked again sooner: the next call finds out.
    private static TimeSpan Pause(ProviderException exception)
    {
        var asked = exception.RetryAfter ?? TimeSpan.FromSeconds(5);
        return asked < LongestPause ? asked : LongestPause;
    }

    private static Look NotSent(AttemptRow attempt, string reason) =>
        new(new AttemptChange(attempt.Id, AttemptState.NotSent, reason, new Booking.Clear()));

    private async Task<Look> NoteAsync(Job job, AttemptRow attempt, Submission submission, BlobSpool spool)
    {
        // From here on nothing may be lost: not to a stop of the node, and not to a database that is away for a moment.
        if (submission is Submission.Submitted submitted)
        {
            // In two places, of which neither waits for the other: a bucket that hangs does so for many seconds.
            var spooled = NoteInSpoolAsync(attempt, submitted.TaskId, spool);
            await Task.WhenAny(spooled, Task.Delay(HeadStart, time, CancellationToken.None));
            await waypoints.ReachAsync(Waypoint.Answered, job.GenerationId, CancellationToken.None);
            await Task.WhenAll(spooled, facts.NoteTaskAsync(attempt.Id, submitted.TaskId, submitted.RequestId));
            await waypoints.ReachAsync(Waypoint.Noted, job.GenerationId, CancellationToken.None);
            return new Look(new AttemptChange(attempt.Id, AttemptState.Submitted), submitted.FirstPoll);
        }

        await waypoints.ReachAsync(Waypoint.Answered, job.GenerationId, CancellationToken.None);
        await facts.NoteStoredAsync(attempt.Id, submission.RequestId);
        await waypoints.ReachAsync(Waypoint.Noted, job.GenerationId, CancellationToken.None);
        return new Look(new AttemptChange(attempt.Id, AttemptState.Answered));
    }

    // What it throws is no reason not to tell the database.
    private async Task NoteInSpoolAsync(AttemptRow attempt, string taskId, BlobSpool spool)
    {
        try
        {
            await spool.NoteTaskAsync(taskId, CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotSpooled(attempt.Id, exception);
        }
    }

    private async Task<Look> AfterFailureAsync(
        Job job,
        AttemptRow attempt,
        ProviderException exception,
        SendGuard guard,
        string lost
    )
    {
        LogFailed(attempt.Lane, attempt.Id, exception.Kind, exception.Charge);
        if (exception.Kind == FailureKind.RateLimited && !exception.OthersGoOn)
        {
            await PauseAsync(attempt.Lane, exception);
        }

        if (exception is { OthersGoOn: true, Charge: Charge.None } && job.CallOf(attempt.Link) is { SentWith: null })
        {
            // It says nothing of the offer: another key sends it.
            return NotSent(attempt, Reason.OfOneKey(exception.Kind));
        }

        if (!guard.Passed)
        {
            // Whatever the adapter makes of it: where nothing went out, nothing was billed.
            var reason = guard.TooLate ? Reason.TooLate : SnakeCase.Of(exception.Kind);
            return exception.Kind == FailureKind.NotSent
                ? NotSent(attempt, reason)
                : new Look(new AttemptChange(attempt.Id, AttemptState.Failed, reason, new Booking.Clear()))
                {
                    RetryAfter = exception.RetryAfter,
                };
        }

        return exception.Charge == Charge.Unknown || exception.Kind == FailureKind.NotSent
            ? await UnknownAsync(job, attempt, lost)
            : new Look(AttemptWatch.Failed(job, attempt, exception, null)) { RetryAfter = exception.RetryAfter };
    }

    private async Task PauseAsync(string lane, ProviderException exception)
    {
        try
        {
            await lanes.PauseAsync(lane, Pause(exception));
        }
        catch (NpgsqlException broken)
        {
            // The next call is turned away as well, and says so again.
            LogNotPaused(lane, broken);
        }
    }

    // The sender saw the call end: where nothing can be found out, nobody needs to wait.
    private async Task<Look> UnknownAsync(Job job, AttemptRow attempt, string reason)
    {
        await facts.NoteCallEndedAsync(attempt.Id);
        return new Look(
            AttemptWatch.Lost(job, attempt, reason, over: !job.Plan.Chain[attempt.Link].Reconciles),
            TimeSpan.Zero
        );
    }

    [LoggerMessage(
        LogLevel.Error,
        "Attempt {AttemptId} is not sent: the mark that is due cannot be drawn at this node"
    )]
    private partial void LogUnmarkable(Guid attemptId);

    [LoggerMessage(
        LogLevel.Error,
        "Attempt {AttemptId} at {Provider} is not sent: it needs the key in {Key}, which is not set any more"
    )]
    private partial void LogKeyRemoved(string provider, string? key, Guid attemptId);

    [LoggerMessage(LogLevel.Information, "{Model} at {Provider} is left alone; attempt {AttemptId} is not sent")]
    private partial void LogShut(string model, string provider, Guid attemptId);

    [LoggerMessage(
        LogLevel.Warning,
        "Whether {Model} at {Provider} may be called could not be found out; it is called"
    )]
    private partial void LogUnasked(string model, string provider, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The call of attempt {AttemptId} at {Provider} was never ready to be sent")]
    private partial void LogNotReady(string provider, Guid attemptId);

    [LoggerMessage(LogLevel.Warning, "{Provider} failed at attempt {AttemptId}: {Kind}, charge {Charge}")]
    private partial void LogFailed(string provider, Guid attemptId, FailureKind kind, Charge charge);

    [LoggerMessage(LogLevel.Warning, "Lane {Lane} could not be paused")]
    private partial void LogNotPaused(string lane, Exception exception);

    [LoggerMessage(LogLevel.Error, "The task of attempt {AttemptId} could not be noted in the spool")]
    private partial void LogNotSpooled(Guid attemptId, Exception exception);

    [LoggerMessage(LogLevel.Error, "The call of attempt {AttemptId} at {Provider} broke; sent: {Sent}")]
    private partial void LogBroken(string provider, Guid attemptId, bool sent, Exception exception);
}
