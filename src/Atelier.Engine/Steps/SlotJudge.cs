using Atelier.Core;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Engine.Planning;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Steps;

/// <summary>Says how a slot stands, from the attempts that were made for it. Pure.</summary>
internal sealed class SlotJudge(IReadOnlyList<PlannedOffer> chain, IReadOnlyList<AttemptRow> attempts, TimeSpan grace)
{
    // A provider that turns calls away for a minute or two must not fail a generation that has nowhere else to go.
    private const int MostTries = 8;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public SlotFate Judge(int slot)
    {
        var history = attempts.Where(attempt => attempt.Slots.Contains(slot)).ToList();
        if (history.Count == 0)
        {
            return new SlotFate.Wants(0, Rerun: false, TimeSpan.Zero);
        }

        if (history.Any(attempt => attempt.State is AttemptState.Answered or AttemptState.Succeeded))
        {
            return new SlotFate.Answered();
        }

        var last = history[^1];
        return last.State switch
        {
            AttemptState.Intent or AttemptState.Submitted => new SlotFate.Pending(null),
            AttemptState.Unknown => AfterUnknown(last),
            _ => AfterFailure(last, history.Count(attempt => attempt.Link == last.Link)),
        };
    }

    private SlotFate AfterUnknown(AttemptRow lost)
    {
        // Where a lost call can be found again, it is looked for as long as it might still turn up.
        var offer = chain[lost.Link];
        var deadline = lost.IntentAt + lost.PostTimeout + grace;
        if (lost.Now < deadline && !(lost.CallEnded && !offer.Reconciles))
        {
            return new SlotFate.Pending(deadline - lost.Now);
        }

        return attempts.Any(attempt => attempt.Rerun)
            ? new SlotFate.Dead("outcome_unknown")
            : new SlotFate.Wants(HasNext(lost) ? lost.Link + 1 : lost.Link, Rerun: true, TimeSpan.Zero);
    }

    private SlotFate AfterFailure(AttemptRow failed, int tries)
    {
        switch (failed.Failure)
        {
            case Reason.Canceled:
                return new SlotFate.Dead("canceled");
            case Reason.TooLate or Reason.Stopping or Reason.NeverArrived or Reason.NoAdapter:
                // Nothing was wrong with the offer.
                return tries < MostTries ? Again(failed, tries) : Elsewhere(failed);
        }

        return SnakeCase.TryParse<FailureKind>(failed.Failure ?? "") switch
        {
            FailureKind.Refused => new SlotFate.Dead("content_policy"),
            FailureKind.BadRequest => new SlotFate.Dead("generation_failed"),
            FailureKind.NotSent
            or FailureKind.RateLimited
            or FailureKind.Overloaded when !HasNext(failed) && tries < MostTries => Again(failed, tries),
            _ => Elsewhere(failed),
        };
    }

    private SlotFate Elsewhere(AttemptRow failed) =>
        HasNext(failed)
            ? new SlotFate.Wants(failed.Link + 1, Rerun: false, TimeSpan.Zero)
            : new SlotFate.Dead("generation_failed");

    private static SlotFate.Wants Again(AttemptRow failed, int tries)
    {
        var wait = FirstWait * Math.Pow(2, tries - 1);
        return new SlotFate.Wants(failed.Link, Rerun: false, wait < LongestWait ? wait : LongestWait);
    }

    private bool HasNext(AttemptRow attempt) => attempt.Link + 1 < chain.Count;
}
