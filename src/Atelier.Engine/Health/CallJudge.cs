using Atelier.Core;
using Atelier.Core.Routing;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Health;
using Atelier.Engine.Planning;
using Atelier.Engine.Steps;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Health;

/// <summary>
/// What the end of a call says of its offer (requirement B-47): refusals, bad or too large input, cancellations and what we
/// held back ourselves say nothing.
/// </summary>
internal sealed class CallJudge(IOfferHealth health, TimeProvider time)
{
    /// <summary>What calls that brought pictures say, as of now; to be noted once their end is written.</summary>
    public IReadOnlyList<OfferOutcome> SuccessesOf(Job job, IEnumerable<AttemptRow> attempts) =>
        [
            .. attempts.Select(attempt => new OfferOutcome(
                KeyOf(job.Plan, attempt),
                job.Plan.Style,
                true,
                attempt.StoredAt is { } stored ? (stored - attempt.IntentAt).TotalSeconds : SecondsOf(job, attempt)
            )),
        ];

    /// <summary>Takes note of outcomes.</summary>
    public void Note(IEnumerable<OfferOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            health.Note(outcome);
        }
    }

    /// <summary>How long nobody may be sent to an offer, as far as this node knows; zero when somebody may.</summary>
    public TimeSpan ShutFor(GenerationPlan plan, int link) =>
        health.Offers.TryGetValue(plan.Chain[link].Key, out var offer)
        && offer.OpenUntil is { } until
        && until - time.GetUtcNow() is var left
        && left > TimeSpan.Zero
            ? left
            : TimeSpan.Zero;

    /// <summary>Takes note of what failed, once it is written.</summary>
    public void Decided(Job job, IReadOnlyList<Look> looks)
    {
        foreach (var look in looks)
        {
            if (
                look.Change is { } change
                && job.Attempts.FirstOrDefault(one => one.Id == change.AttemptId) is { } attempt
                && IsOver(change, attempt)
            )
            {
                var failed = Failed(change) && !WasStopped(job, attempt);
                if (!failed && !look.Probe && !MayHaveProbed(job, attempt))
                {
                    continue;
                }

                health.Note(
                    new OfferOutcome(
                        KeyOf(job.Plan, attempt),
                        job.Plan.Style,
                        failed ? false : null,
                        SecondsOf(job, attempt),
                        look.RetryAfter
                    )
                );
            }
        }
    }

    public static OfferKey KeyOf(GenerationPlan plan, AttemptRow attempt) => plan.Chain[attempt.Link].Key;

    // One that was unknown before has been counted as lost.
    private static bool IsOver(AttemptChange change, AttemptRow attempt) =>
        change.State is AttemptState.Failed or AttemptState.NotSent or AttemptState.Unknown
        && attempt.State != AttemptState.Unknown;

    // Where we asked the provider to stop its task, how that ends is our doing.
    private static bool WasStopped(Job job, AttemptRow attempt) => job.CancelRequested && attempt.TaskId is not null;

    // Nobody keeps which task was the probe; that one which says nothing must not hold up the next for minutes.
    private bool MayHaveProbed(Job job, AttemptRow attempt) =>
        attempt.TaskId is not null
        && health.Offers.TryGetValue(KeyOf(job.Plan, attempt), out var offer)
        && offer.OpenUntil is not null;

    private static bool Failed(AttemptChange change) =>
        change.Failure is Reason.Overdue or Reason.Vanished
        || SnakeCase.TryParse<FailureKind>(change.Failure ?? "")
            is not (null or FailureKind.Refused or FailureKind.BadRequest or FailureKind.TooLarge);

    // By two clocks, each of which only says how much time went by on it.
    private double SecondsOf(Job job, AttemptRow attempt) =>
        (attempt.Now - attempt.IntentAt + time.GetElapsedTime(job.LoadedAt)).TotalSeconds;
}
