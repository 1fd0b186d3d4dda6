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
/// What the end of a call says of its offer (requirement B-47): refusals, bad input, cancellations and what we held back
/// ourselves say nothing.
/// </summary>
internal sealed class CallJudge(IOfferHealth health, TimeProvider time)
{
    /// <summary>Takes note of calls that brought pictures.</summary>
    public void Succeeded(Job job, IEnumerable<AttemptRow> attempts)
    {
        foreach (var attempt in attempts)
        {
            var seconds = attempt.StoredAt is { } stored
                ? (stored - attempt.IntentAt).TotalSeconds
                : SecondsOf(job, attempt);
            health.Note(new OfferOutcome(KeyOf(job.Plan, attempt), job.Plan.Style, true, seconds));
        }
    }

    /// <summary>Takes note of what failed, once it is written.</summary>
    public void Decided(Job job, IReadOnlyList<Look> looks)
    {
        foreach (var look in looks)
        {
            if (
                look.Change is { } change
                && job.Attempts.FirstOrDefault(one => one.Id == change.AttemptId) is { } attempt
                && IsOver(change, attempt)
                && (Failed(change) || look.Probe)
            )
            {
                health.Note(
                    new OfferOutcome(
                        KeyOf(job.Plan, attempt),
                        job.Plan.Style,
                        Failed(change) ? false : null,
                        SecondsOf(job, attempt),
                        look.RetryAfter
                    )
                );
            }
        }
    }

    public static OfferKey KeyOf(GenerationPlan plan, AttemptRow attempt) =>
        new(plan.Chain[attempt.Link].Model, attempt.Lane);

    // One that was unknown before has been counted as lost.
    private static bool IsOver(AttemptChange change, AttemptRow attempt) =>
        change.State is AttemptState.Failed or AttemptState.NotSent or AttemptState.Unknown
        && attempt.State != AttemptState.Unknown;

    private static bool Failed(AttemptChange change) =>
        change.Failure is Reason.Overdue or Reason.Vanished
        || SnakeCase.TryParse<FailureKind>(change.Failure ?? "")
            is not (null or FailureKind.Refused or FailureKind.BadRequest);

    // By two clocks, each of which only says how much time went by on it.
    private double SecondsOf(Job job, AttemptRow attempt) =>
        (attempt.Now - attempt.IntentAt + time.GetElapsedTime(job.LoadedAt)).TotalSeconds;
}
