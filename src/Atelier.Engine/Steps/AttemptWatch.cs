using Atelier.Core;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Blobs;
using Atelier.Data.Costs;
using Atelier.Engine.Planning;
using Atelier.Engine.Public;
using Atelier.Engine.Waypoints;
using Atelier.Engine.Working;
using Atelier.Providers;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Keys;
using Atelier.Providers.Reconciling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Steps;

/// <summary>
/// Finds out what became of a call that was sent, or may have been: by its spool, by its task, by the provider's list. Costs
/// nothing and can be repeated; facts are written at once, decisions are handed back.
/// </summary>
internal sealed partial class AttemptWatch(
    ProviderRegistry providers,
    FactStore facts,
    RivalFinder rivals,
    PollPace pace,
    IBlobStore blobs,
    PublicAddresses addresses,
    IWaypoints waypoints,
    IOptions<WorkOptions> options,
    ILogger<AttemptWatch> logger
)
{
    // Seconds. Whatever a provider asks for: not at once, and not so late that its files are gone.
    private const double LeastPause = 1;
    private const double MostPause = 60;

    public async Task<Look> LookAsync(Job job, AttemptRow attempt, CancellationToken cancellationToken)
    {
        var spool = new BlobSpool(blobs, attempt.Id) { Wanted = attempt.Slots.Count };
        var look = await FindOutAsync(job, attempt, spool, cancellationToken);
        var overdue =
            IsKnownToExist(attempt)
            && look.Change is null
            && attempt.Now > attempt.IntentAt + attempt.PostTimeout + options.Value.TaskLife;
        if (!overdue)
        {
            return look;
        }

        if (await EndWithPartAsync(attempt, spool, cancellationToken) is { } part)
        {
            return part;
        }

        // Neither the caller's credits nor a place in the lane can wait for ever; what it still brings is taken all the same.
        LogOverdue(attempt.Lane, attempt.Id);
        var reason = providers.LacksKey(attempt.Lane, attempt.SentWith) ? Reason.KeyRemoved : Reason.Overdue;
        return look with { Change = Lost(job, attempt, reason, over: true) };
    }

    // Of an intent whose sender died, its task may be known all the same.
    private static bool IsKnownToExist(AttemptRow attempt) =>
        attempt.State == AttemptState.Submitted
        || (
            attempt is { State: AttemptState.Intent or AttemptState.Unknown, TaskId: not null }
            && attempt.Failure is not (Reason.Overdue or Reason.KeyRemoved or Reason.Vanished)
        );

    private async Task<Look> FindOutAsync(
        Job job,
        AttemptRow attempt,
        BlobSpool spool,
        CancellationToken cancellationToken
    )
    {
        if (IsPast(attempt) && !await spool.WasSendingAsync(cancellationToken))
        {
            return new Look(
                new AttemptChange(attempt.Id, AttemptState.NotSent, Reason.NeverArrived, new Booking.Clear())
            );
        }

        if (attempt.Stored || await FindStoredAsync(attempt, spool, cancellationToken))
        {
            return attempt.State == AttemptState.Answered ? new Look(null) : Answered(attempt);
        }

        if (providers.FindRemote(attempt.Lane, attempt.SentWith) is not { } provider)
        {
            return await WithoutKeyAsync(job, attempt, spool, cancellationToken);
        }

        try
        {
            var task = attempt.TaskId ?? await FindTaskAsync(attempt, spool, cancellationToken);
            return task is not null
                ? await PollAsync(job, attempt, task, provider, spool, cancellationToken)
                : await ReconcileAsync(job, attempt, provider, cancellationToken);
        }
        catch (ProviderException exception)
        {
            LogNotAsked(attempt.Lane, attempt.Id, exception.Kind);
            return new Look(null, Later(attempt, exception)) { Polled = attempt.State == AttemptState.Submitted };
        }
    }

    // Another node may have what this one lacks, or the operator sets it again: what was paid for is not given up.
    private async Task<Look> WithoutKeyAsync(
        Job job,
        AttemptRow attempt,
        BlobSpool spool,
        CancellationToken cancellationToken
    )
    {
        if (providers.LacksKey(attempt.Lane, attempt.SentWith))
        {
            LogKeyRemoved(attempt.Lane, KeyMark.Read(attempt.SentWith)?.Name, attempt.Id);
        }
        else
        {
            LogNoAdapter(attempt.Lane, attempt.Id);
        }

        return
            attempt.State == AttemptState.Intent
            && attempt.TaskId is null
            && await FindTaskAsync(attempt, spool, cancellationToken) is null
            ? new Look(Lost(job, attempt, Reason.Lost, IsOver(attempt)), options.Value.Grace)
            : new Look(null, options.Value.Grace);
    }

    // The sender is dead, or its intent too old for it to send anything any more. What was answered was sent, wherever its spool is.
    private static bool IsPast(AttemptRow attempt) =>
        attempt is { State: AttemptState.Intent or AttemptState.Unknown, TaskId: null, Stored: false }
        && (attempt.CallEnded || attempt.Now > attempt.IntentAt + SendGuard.Life + TimeSpan.FromSeconds(1));

    private static Look Answered(AttemptRow attempt) => new(new AttemptChange(attempt.Id, AttemptState.Answered));

    private static TimeSpan Later(AttemptRow attempt, ProviderException exception) =>
        TimeSpan.FromSeconds(
            Math.Clamp(exception.RetryAfter?.TotalSeconds ?? 2 << Math.Min(attempt.Polls, 5), LeastPause, MostPause)
        );

    // A task that is over brings no more; those of its pictures that came meanwhile are paid for and kept.
    private async Task<Look?> EndWithPartAsync(AttemptRow attempt, BlobSpool spool, CancellationToken cancellationToken)
    {
        if (!await spool.TakePartAsync(cancellationToken))
        {
            return null;
        }

        LogPartTaken(attempt.Lane, attempt.Id);
        await facts.NoteStoredAsync(attempt.Id, null, cancellationToken);
        return Answered(attempt);
    }

    // Somebody died between the rename of the answer and the note about it.
    private async Task<bool> FindStoredAsync(AttemptRow attempt, BlobSpool spool, CancellationToken cancellationToken)
    {
        if (!await spool.HasAnswerAsync(cancellationToken))
        {
            return false;
        }

        await facts.NoteStoredAsync(attempt.Id, null, cancellationToken);
        return true;
    }

    // Likewise between the task's name and the note about that.
    private async Task<string?> FindTaskAsync(AttemptRow attempt, BlobSpool spool, CancellationToken cancellationToken)
    {
        var task = await spool.ReadTaskAsync(cancellationToken);
        if (task is not null)
        {
            await facts.NoteTaskAsync(attempt.Id, task, null, cancellationToken);
        }

        return task;
    }

    private async Task<Look> PollAsync(
        Job job,
        AttemptRow attempt,
        string task,
        IRemoteProvider provider,
        BlobSpool spool,
        CancellationToken cancellationToken
    )
    {
        var submitted =
            attempt.State == AttemptState.Submitted ? null : new AttemptChange(attempt.Id, AttemptState.Submitted);
        switch (await provider.PollAsync(task, attempt.Polls, spool, cancellationToken))
        {
            case TaskState.Running running:
                var pause = await pace.AfterAsync(attempt.Lane, running.NextPoll, cancellationToken);
                return new Look(submitted, pause, running.Progress) { Polled = true };
            case TaskState.Answered:
                await waypoints.ReachAsync(Waypoint.Fetched, job.GenerationId, cancellationToken);
                await facts.NoteStoredAsync(attempt.Id, null, cancellationToken);
                await waypoints.ReachAsync(Waypoint.Noted, job.GenerationId, cancellationToken);
                return Answered(attempt);
            case TaskState.Failed
            or TaskState.Vanished when await EndWithPartAsync(attempt, spool, cancellationToken) is { } part:
                return part;
            case TaskState.Failed failed:
                LogTaskFailed(attempt.Lane, attempt.Id, failed.Failure.Kind);
                return new Look(Failed(job, attempt, failed.Failure, failed.CostNanos));
            default:
                // Not reconciled: the wire has just said that it knows nothing of it.
                await facts.NoteCallEndedAsync(attempt.Id, cancellationToken);
                return
                    attempt is { State: AttemptState.Unknown, Failure: Reason.Vanished } && !OfferOf(job, attempt).Free
                    ? new Look(null)
                    : new Look(Lost(job, attempt, Reason.Vanished, over: true), TimeSpan.Zero);
        }
    }

    private async Task<Look> ReconcileAsync(
        Job job,
        AttemptRow attempt,
        IRemoteProvider provider,
        CancellationToken cancellationToken
    )
    {
        var call = job.CallOf(attempt.Link);
        var reconciles = call is not null && provider.ReconciliationOf(call) != Reconciliation.None;
        // A sender that may still be at it can bring the answer yet.
        var over = IsOver(attempt) || (attempt.CallEnded && !reconciles);
        var unknown =
            attempt.State == AttemptState.Unknown && !(OfferOf(job, attempt).Free && over)
                ? null
                : Lost(job, attempt, Reason.Lost, over);
        if (!reconciles || call is null)
        {
            return new Look(unknown);
        }

        var (others, known) = await rivals.FindAsync(attempt, cancellationToken);
        var lost = new LostCall(attempt.Id, call, attempt.IntentAt, attempt.Now, attempt.WatchedSince, others, known)
        {
            FirstSlot = attempt.Slots.Min(),
            Callback = addresses.OfCallback(attempt.Lane, attempt.Id),
            Note = attempt.WatchNote,
            Grace = options.Value.Grace,
        };
        switch (await provider.ReconcileAsync(lost, cancellationToken))
        {
            case Reconciled.Found found
                when await facts.NoteTaskAsync(attempt.Id, found.TaskId, null, cancellationToken):
                LogFound(attempt.Lane, attempt.Id, found.TaskId);
                return new Look(new AttemptChange(attempt.Id, AttemptState.Submitted), TimeSpan.Zero)
                {
                    Watched = true,
                };
            case Reconciled.Nothing:
                LogNothing(attempt.Lane, attempt.Id);
                return new Look(
                    new AttemptChange(attempt.Id, AttemptState.Failed, Reason.NeverArrived, new Booking.Clear())
                );
            case Reconciled.Unsure { Note: { } note }:
                await facts.NoteWatchAsync(attempt.Id, note, cancellationToken);
                return new Look(unknown, options.Value.ReconcileEvery) { Watched = true };
            default:
                return new Look(unknown, options.Value.ReconcileEvery) { Watched = true };
        }
    }

    /// <summary>
    /// What becomes of an attempt whose outcome nobody knows. Where it costs nothing and will not turn up any more, it has failed:
    /// there is nothing to wait for, and nothing to book.
    /// </summary>
    /// <param name="over">Whether it will not turn up any more.</param>
    internal static AttemptChange Lost(Job job, AttemptRow attempt, string reason, bool over) =>
        OfferOf(job, attempt).Free && over
            ? new AttemptChange(attempt.Id, AttemptState.Failed, reason, new Booking.Clear())
            : new AttemptChange(attempt.Id, AttemptState.Unknown, reason);

    private static PlannedOffer OfferOf(Job job, AttemptRow attempt) => job.Plan.Chain[attempt.Link];

    private bool IsOver(AttemptRow attempt) =>
        attempt.Now > attempt.IntentAt + attempt.PostTimeout + options.Value.Grace;

    /// <summary>What a failure after which nothing is open means for the attempt and the book.</summary>
    /// <param name="answered">
    /// Whether the call was answered. Then it was paid for: that it cost nothing is believed where a cost of 0 was told, and of
    /// an offer that is free.
    /// </param>
    internal static AttemptChange Failed(
        Job job,
        AttemptRow attempt,
        ProviderException failure,
        long? costNanos,
        bool answered = false
    )
    {
        var offer = OfferOf(job, attempt);
        Booking booking = costNanos is { } cost
            ? cost == 0
                ? new Booking.Clear()
                : new Booking.Cost(cost, Estimated: false)
            : failure.Charge == Charge.None && (!answered || offer.Free)
                ? new Booking.Clear()
                : new Booking.Cost(offer.ExpectedOf(attempt.Slots.Count), Estimated: true);
        return new AttemptChange(attempt.Id, AttemptState.Failed, SnakeCase.Of(failure.Kind), booking)
        {
            Categories = failure.Categories,
        };
    }

    [LoggerMessage(LogLevel.Warning, "There is no adapter for {Provider} here; attempt {AttemptId} waits")]
    private partial void LogNoAdapter(string provider, Guid attemptId);

    [LoggerMessage(
        LogLevel.Error,
        "The key in {Key} that sent attempt {AttemptId} to {Provider} is not set here any more; set it again, and the call is looked after"
    )]
    private partial void LogKeyRemoved(string provider, string? key, Guid attemptId);

    [LoggerMessage(LogLevel.Error, "{Provider} has not ended the task of attempt {AttemptId}; it counts as lost")]
    private partial void LogOverdue(string provider, Guid attemptId);

    [LoggerMessage(
        LogLevel.Warning,
        "{Provider} has only some of the pictures of attempt {AttemptId} left; those that were fetched are kept"
    )]
    private partial void LogPartTaken(string provider, Guid attemptId);

    [LoggerMessage(LogLevel.Warning, "{Provider} could not be asked for attempt {AttemptId} ({Kind}); asking again")]
    private partial void LogNotAsked(string provider, Guid attemptId, FailureKind kind);

    [LoggerMessage(LogLevel.Warning, "{Provider} ended the task of attempt {AttemptId} without a picture ({Kind})")]
    private partial void LogTaskFailed(string provider, Guid attemptId, FailureKind kind);

    [LoggerMessage(LogLevel.Information, "{Provider} has the lost call of attempt {AttemptId}: its task is {TaskId}")]
    private partial void LogFound(string provider, Guid attemptId, string taskId);

    [LoggerMessage(LogLevel.Information, "{Provider} never got the call of attempt {AttemptId}; its risk is cleared")]
    private partial void LogNothing(string provider, Guid attemptId);
}
