using Atelier.Core;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Engine.Planning;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Steps;

/// <summary>Says how a slot stands, from the attempts that were made for it. Pure.</summary>
/// <param name="isHeld">Whether an operator holds the provider of a place back; null is none.</param>
internal sealed class SlotJudge(
    GenerationPlan plan,
    IReadOnlyList<AttemptRow> attempts,
    TimeSpan grace,
    Func<int, bool>? isHeld = null
)
{
    // A provider that turns calls away for a minute or two must not fail a generation that has nowhere else to go.
    private const int MostTries = 8;

    /// <summary>The error of a slot where no place of the chain takes what the request is about.</summary>
    public const string TooLarge = "file_too_large";

    // As many as a provider may have.
    private const int MostKeys = 16;

    // What was never ready, or stood still, before it could be sent will hardly be quicker there. Another offer may ask for less.
    private const int MostLate = 3;

    // A provider that is down, or held back, all that time does not come back for this request.
    public static readonly TimeSpan LongestShut = TimeSpan.FromHours(1);

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
            _ => AfterFailure(last, history),
        };
    }

    private SlotFate AfterUnknown(AttemptRow lost)
    {
        if (plan.Chain[lost.Link].Free)
        {
            return AfterLostForNothing(lost);
        }

        if (lost.Failure is Reason.Overdue or Reason.KeyRemoved)
        {
            // It is known to exist: another one would be a second payment for sure.
            return new SlotFate.Dead("outcome_unknown");
        }

        if (lost is { TaskId: not null, GivenUp: false } && lost.Failure != Reason.Vanished)
        {
            // So is this, and it can be asked for until it is overdue.
            return new SlotFate.Pending(null);
        }

        // Where a lost call can be found again, it is looked for as long as it might still turn up.
        var offer = plan.Chain[lost.Link];
        var deadline = lost.IntentAt + lost.PostTimeout + grace;
        var over = lost.GivenUp || (lost.CallEnded && !offer.Reconciles);
        return lost.Now < deadline && !over
            ? new SlotFate.Pending(deadline - lost.Now)
            : Rerun(HasOpenNext(lost) ? lost.Link + 1 : lost.Link, TimeSpan.Zero);
    }

    // It may still turn up, and is waited for as long as any other; but another one is no second payment.
    private SlotFate AfterLostForNothing(AttemptRow lost)
    {
        var deadline = lost.IntentAt + lost.PostTimeout + grace;
        var over = lost.GivenUp || lost.Failure is Reason.Overdue or Reason.KeyRemoved;
        return !over && lost.Now < deadline ? new SlotFate.Pending(deadline - lost.Now)
            : HasNext(lost) ? new SlotFate.Wants(lost.Link + 1, Rerun: false, TimeSpan.Zero)
            : new SlotFate.Dead(plan.WhenAllFail);
    }

    private SlotFate AfterFailure(AttemptRow failed, List<AttemptRow> history)
    {
        var kind = SnakeCase.TryParse<FailureKind>(failed.Failure ?? "");
        if (FinalError(failed.Failure, kind) is { } error)
        {
            return new SlotFate.Dead(error);
        }

        var calls = history.Where(attempt => attempt.Link == failed.Link).ToList();
        var stays =
            calls.Count(Counts) + BeyondKeys(calls) < MostTries
            && !IsShutTooLong(calls)
            && !(HasNext(failed) && calls.Count(call => call.Failure == Reason.TooLate) >= MostLate)
            && (
                GoesToAnotherKey(failed, calls)
                || NothingWasWrong(failed.Failure)
                || IsLostForNothing(failed)
                || (MayPass(failed.Failure, kind) && !HasOpenNext(failed))
            );
        if (!stays && !HasNext(failed))
        {
            // It will be as large the next time, so nobody is told to come back.
            return new SlotFate.Dead(
                IsTooLarge(failed) && history.TrueForAll(MayBeTooLarge) ? TooLarge : plan.WhenAllFail
            );
        }

        var (link, wait) = stays
            ? (failed.Link, GoesToAnotherKey(failed, calls) ? TimeSpan.Zero : Wait(TriesOf(calls)))
            : (failed.Link + 1, TimeSpan.Zero);
        // Whatever came after it: while a call for this slot is unknown, any other may be a second payment.
        return history.Any(IsOpen) ? Rerun(link, wait) : new SlotFate.Wants(link, Rerun: false, wait);
    }

    /// <summary>The error of a slot where the request itself was at fault, so that nobody else is asked; null where another may serve.</summary>
    public static string? FinalError(FailureKind? kind) =>
        kind switch
        {
            FailureKind.Refused => "content_policy",
            FailureKind.BadRequest => "generation_failed",
            _ => null,
        };

    private static string? FinalError(string? reason, FailureKind? kind) =>
        reason switch
        {
            Reason.Canceled => "canceled",
            Reason.Unmarkable => Reason.Unmarkable,
            Reason.Erased => "generation_failed",
            _ => FinalError(kind),
        };

    // Of the offer, that is.
    private static bool NothingWasWrong(string? reason) =>
        reason is Reason.TooLate or Reason.Stopping or Reason.NeverArrived or Reason.NoAdapter or Reason.Superseded;

    private static bool IsTooLarge(AttemptRow attempt) => attempt.Failure == SnakeCase.Of(FailureKind.TooLarge);

    private static bool MayBeTooLarge(AttemptRow attempt) => IsTooLarge(attempt) || NothingWasWrong(attempt.Failure);

    private bool IsLostForNothing(AttemptRow failed) =>
        plan.Chain[failed.Link].Free && failed.Failure is Reason.Lost or Reason.CutOff or Reason.Vanished;

    // Each key is set aside by its own failure, so this ends; unless they come back as fast as they fail.
    private static bool GoesToAnotherKey(AttemptRow failed, List<AttemptRow> calls) =>
        Reason.IsOfOneKey(failed.Failure) && BeyondKeys(calls) == 0;

    // However many keys there are, together they are turned away as often as one would be: what counts is that no key is left.
    private static int BeyondKeys(List<AttemptRow> calls) =>
        Math.Max(0, Enumerable.Reverse(calls).TakeWhile(call => Reason.IsOfOneKey(call.Failure)).Count() - MostKeys);

    private static int TriesOf(List<AttemptRow> calls) =>
        calls.Count(call => !Reason.IsOfOneKey(call.Failure)) + BeyondKeys(calls);

    // What our own nodes held back says nothing about the provider, however often it happens.
    private static bool Counts(AttemptRow attempt) =>
        attempt.Failure is not (Reason.Stopping or Reason.Superseded or Reason.CircuitOpen)
        && !Reason.IsOfOneKey(attempt.Failure);

    private static bool IsShutTooLong(List<AttemptRow> calls) =>
        calls[^1].Failure == Reason.CircuitOpen
        && calls.First(call => call.Failure == Reason.CircuitOpen) is var first
        && first.Now - first.IntentAt > LongestShut;

    private static bool MayPass(string? reason, FailureKind? kind) =>
        reason is Reason.CircuitOpen or Reason.KeyLimited
        || kind is FailureKind.NotSent or FailureKind.RateLimited or FailureKind.Overloaded;

    private SlotFate Rerun(int link, TimeSpan wait) =>
        attempts.Any(attempt => attempt is { Rerun: true, State: not AttemptState.NotSent })
            ? new SlotFate.Dead("outcome_unknown")
            : new SlotFate.Wants(link, Rerun: true, wait);

    private bool IsOpen(AttemptRow attempt) =>
        attempt.State is AttemptState.Unknown or AttemptState.WrittenOff && !plan.Chain[attempt.Link].Free;

    // Far beyond the longest wait, and not beyond what a time can hold.
    private const int MostDoublings = 16;

    private static TimeSpan Wait(int tries)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(tries - 1, MostDoublings));
        return wait < LongestWait ? wait : LongestWait;
    }

    private bool HasNext(AttemptRow attempt) => attempt.Link + 1 < plan.Chain.Count;

    // One where nobody is let in is no way out.
    private bool HasOpenNext(AttemptRow attempt) =>
        Enumerable.Range(0, plan.Chain.Count).Any(link => link > attempt.Link && isHeld?.Invoke(link) != true);
}
