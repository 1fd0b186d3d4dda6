using Atelier.Core.States;
using Atelier.Data.Queue;
using Atelier.Engine.Events;
using Atelier.Engine.Health;
using Atelier.Engine.Steps;
using Atelier.Engine.Waypoints;

namespace Atelier.Engine.Working;

/// <summary>The steps of a generation whose calls are paid: send, look after, finish. Each is short and leaves nothing in memory.</summary>
internal sealed class PaidWork(
    JobLoader loader,
    SubmitStep submit,
    FollowStep follow,
    JobAdvancer advancer,
    AnswerReader reader,
    FinishStep finish,
    CallJudge calls,
    Ticker ticker,
    Milestones milestones,
    IWaypoints waypoints
)
{
    /// <summary>Sends the call of an intent.</summary>
    public async Task SubmitAsync(
        Claim claim,
        Guid attemptId,
        long claimedAt,
        SubmissionMark mark,
        CancellationToken cancellationToken
    )
    {
        await waypoints.ReachAsync(Waypoint.Claimed, claim.GenerationId, cancellationToken);
        if (await loader.LoadAsync(claim.GenerationId, cancellationToken) is not { } job)
        {
            return;
        }

        if (job.State == GenerationState.Queued)
        {
            // Two rows of the timeline, written before the POST since the intent is young only for seconds.
            var processed = await milestones.ReachAsync(claim, Milestone.PromptProcessed, cancellationToken);
            var started = await milestones.ReachAsync(claim, Milestone.Started, cancellationToken);
            if (processed is null || started is null)
            {
                return;
            }

            job = job with { CancelRequested = started.Value };
        }

        var attempt = job.Attempts.Single(attempt => attempt.Id == attemptId);
        if (AnotherTry.Of(job, attempt.Link) is { } note)
        {
            // A fall would be seen: the one who failed may have come further than the stages tell.
            var again = Milestone.Started with
            {
                Note = note,
                Progress = Math.Max(Milestone.Started.Progress, ticker.Shown(job.GenerationId)),
            };
            if (await milestones.ReachAsync(claim, again, cancellationToken) is not { } canceled)
            {
                return;
            }

            job = job with { CancelRequested = canceled };
        }

        mark.Begun = true;
        Look look;
        using (ticker.HalfWay(job, attempt.Link))
        {
            look = await submit.RunAsync(job, attempt, claimedAt, cancellationToken);
        }

        await AdvanceAsync(claim, job, [look], [attemptId], cancellationToken);
    }

    /// <summary>Looks after what was sent, and finishes when all is there.</summary>
    public async Task FollowAsync(Claim claim, CancellationToken cancellationToken)
    {
        if (await loader.LoadAsync(claim.GenerationId, cancellationToken) is not { } job)
        {
            return;
        }

        var (looks, looked) = await follow.RunAsync(job, cancellationToken);
        if (looks.Any(look => look.Progress >= Milestone.Half.Progress) && job.Progress < Milestone.Half.Progress)
        {
            await milestones.ReachAsync(claim, Milestone.Half, cancellationToken);
        }

        await ticker.TellAsync(job, looks);
        await AdvanceAsync(claim, job, looks, looked, cancellationToken);
    }

    private async Task AdvanceAsync(
        Claim claim,
        Job job,
        IReadOnlyList<Look> looks,
        IReadOnlyList<Guid> looked,
        CancellationToken cancellationToken
    )
    {
        while (await advancer.AdvanceAsync(claim, job, looks, looked, cancellationToken) is { } errors)
        {
            job = job.With([.. looks.Where(look => look.Change is not null).Select(look => look.Change!)]);
            var (answers, failures) = await reader.ReadAllAsync(job, cancellationToken);
            if (failures.Count == 0)
            {
                var successes = calls.SuccessesOf(job, answers.Select(pair => pair.Attempt));
                await finish.RunAsync(
                    claim,
                    job,
                    answers,
                    errors,
                    milestone => milestones.ReachAsync(claim, milestone, cancellationToken),
                    // Not before: a finish that breaks is tried again, and each call counts once.
                    written: () => calls.Note(successes),
                    cancellationToken
                );
                return;
            }

            // What came holds no picture: that call has failed, and another may follow.
            (looks, looked) = (failures, [.. failures.Select(failure => failure.Change!.AttemptId)]);
        }
    }
}
