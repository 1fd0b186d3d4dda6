using Atelier.Core.Requests;
using Atelier.Data.Attempts;
using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Atelier.Engine.Health;
using Atelier.Engine.Waypoints;
using Atelier.Engine.Working;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Steps;

/// <summary>Writes what a step found out, decides what follows, and lets the claim go unless it goes on to the finish.</summary>
internal sealed partial class JobAdvancer(
    StepGroups steps,
    ChangePublisher changes,
    CallJudge calls,
    LaneModes modes,
    IWaypoints waypoints,
    IOptions<WorkOptions> options,
    ILogger<JobAdvancer> logger
)
{
    // Where nobody says when to look again.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    // Who waits for a provider that is held back is woken when that changes; this finds what else has changed.
    private static readonly TimeSpan HeldPause = TimeSpan.FromMinutes(5);

    /// <summary>The errors of slots without hope, when the claim goes on to the finish; null when it was let go or lost.</summary>
    public async Task<IReadOnlyDictionary<int, string>?> AdvanceAsync(
        Claim claim,
        Job job,
        IReadOnlyList<Look> looks,
        IReadOnlyList<Guid> looked,
        CancellationToken cancellationToken
    )
    {
        var decided = looks.Select(look => look.Change).OfType<AttemptChange>().ToList();
        var after = job.With(decided);
        var barred = job.CancelRequested ? Reason.Canceled : null;
        var passed = new List<int>();
        var givenUp = new Dictionary<int, string>();
        while (true)
        {
            var move = NextMove.Decide(
                job.Plan,
                job.Count,
                after.Attempts,
                options.Value.Grace,
                barred,
                link => calls.ShutFor(job.Plan, link) > TimeSpan.Zero || (MayChange(job) && IsHeld(job, link)),
                link => IsHeld(job, link),
                givenUp
            );
            var step = StepOf(move, decided, looks, looked);
            if (move is Move.Send send)
            {
                passed.AddRange(PassedBy(send, job, after.Attempts));
                var held = IsHeld(job, send.Call.Link);
                if (held && claim.HeldFor >= SlotJudge.LongestShut)
                {
                    LogHeldTooLong(claim.GenerationId, send.Call.Lane);
                    passed.Add(send.Call.Link);
                    foreach (var slot in send.Call.Slots)
                    {
                        givenUp[slot] = job.Plan.WhenAllFail;
                    }

                    continue;
                }

                step = step with
                {
                    Wait = PauseOf(send, job, after.Attempts),
                    FollowIn = step.FollowIn ?? (held ? HeldPauseOf(claim) : null),
                };
            }

            step = step with { Passed = passed };
            var outcome = step is { Keep: true, Changes.Count: 0, Passed.Count: 0 }
                ? StepOutcome.Written
                : await steps.WriteAsync(claim, step);
            switch (outcome)
            {
                case StepOutcome.NoRoom:
                    LogNoRoom(claim.GenerationId);
                    barred = "budget_exceeded";
                    continue;
                case StepOutcome.Lost:
                    LogLost(claim.GenerationId, claim.Epoch);
                    return null;
            }

            calls.Decided(job, looks);
            await waypoints.ReachAsync(Waypoint.Decided, claim.GenerationId, cancellationToken);
            if (step.Next is { } next)
            {
                changes.Publish(ChangeWord.Lane(next.Lane));
            }

            if (step.FollowIn <= TimeSpan.Zero)
            {
                changes.Publish(ChangeWord.FollowUp);
            }

            return move is Move.Finish finish ? finish.Errors : null;
        }
    }

    // Whoever was turned away at an offer that is left alone comes back when one may go there again, and not before.
    private TimeSpan PauseOf(Move.Send send, Job job, IReadOnlyList<AttemptRow> attempts)
    {
        var turnedAway = attempts.Any(attempt =>
            attempt.Link == send.Call.Link
            && attempt.Failure == Reason.CircuitOpen
            && attempt.Slots.Intersect(send.Call.Slots).Any()
        );
        var left = turnedAway ? calls.ShutFor(job.Plan, send.Call.Link) : TimeSpan.Zero;
        return left > send.Pause ? left : send.Pause;
    }

    // Strict waits where it is, or ends.
    private static bool MayChange(Job job) => job.Request.Fallback != FallbackRule.Strict;

    private bool IsHeld(Job job, int link) => modes.Held.ContainsKey(job.Plan.LaneOf(link));

    private static TimeSpan HeldPauseOf(Claim claim)
    {
        var left = SlotJudge.LongestShut - (claim.HeldFor ?? TimeSpan.Zero);
        return left < HeldPause ? left : HeldPause;
    }

    private IEnumerable<int> PassedBy(Move.Send send, Job job, IReadOnlyList<AttemptRow> attempts) =>
        Enumerable
            .Range(0, send.Call.Link)
            .Where(link => IsHeld(job, link) && attempts.All(attempt => attempt.Link != link));

    private static Step StepOf(
        Move move,
        IReadOnlyList<AttemptChange> decided,
        IReadOnlyList<Look> looks,
        IReadOnlyList<Guid> looked
    )
    {
        var again = looks.Select(look => look.Again).Where(pause => pause is not null).Min();
        var step = move switch
        {
            Move.Send send => new Step(
                decided,
                send.Call,
                send.Pause,
                send.Pending || again is not null ? again ?? Soon : null
            ),
            Move.Wait wait => new Step(decided, FollowIn: Sooner(again, wait.AtMost) ?? Soon),
            _ => new Step(decided) { Keep = true },
        };
        return step with
        {
            Polled = [.. looked.Where((_, i) => looks[i].Polled)],
            Watched = [.. looked.Where((_, i) => looks[i].Watched)],
        };
    }

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan? other) =>
        one is null ? other
        : other is null || one < other ? one
        : other;

    [LoggerMessage(LogLevel.Warning, "Generation {GenerationId} needs another call, and there is no money left for it")]
    private partial void LogNoRoom(Guid generationId);

    [LoggerMessage(
        LogLevel.Warning,
        "Generation {GenerationId} has waited too long for {Lane}, which is held back, and nobody else can make it"
    )]
    private partial void LogHeldTooLong(Guid generationId, string lane);

    [LoggerMessage(LogLevel.Warning, "Generation {GenerationId} was taken over by another node after epoch {Epoch}")]
    private partial void LogLost(Guid generationId, int epoch);
}
