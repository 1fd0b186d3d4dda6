using Atelier.Core.States;
using Atelier.Engine.Planning;
using Atelier.Engine.Steps;

namespace Atelier.Engine.Events;

/// <summary>One provider failed or is held back, and another is tried: what the event says about that (requirement C-16).</summary>
/// <param name="Kind">Always <c>trying_another</c>.</param>
/// <param name="Provider">Who failed, or was passed by.</param>
/// <param name="Failure">Our code of how; null where there is none.</param>
/// <param name="Next">Who is asked now.</param>
public sealed record AnotherTry(string Kind, string Provider, string? Failure, string Next)
{
    private const string TryingAnother = "trying_another";

    // Nobody was asked.
    private static readonly string[] NotAsked = [Reason.Canceled, Reason.Superseded, Reason.Stopping, Reason.TooLate];

    /// <summary>The note of an event; null when it has none, or one of another kind.</summary>
    public static AnotherTry? Read(string? note) =>
        note is not null && PlanJson.Read<AnotherTry>(note) is { Kind: TryingAnother } read ? read : null;

    /// <summary>The note for the event of a call at a later place of the chain; null where nobody failed before.</summary>
    internal static string? Of(Job job, int link)
    {
        var failed = job.Attempts.LastOrDefault(attempt =>
            attempt.Link < link
            && attempt.State is (AttemptState.Failed or AttemptState.NotSent or AttemptState.Unknown)
            && !NotAsked.Contains(attempt.Failure)
        );
        return failed is not null ? Write(failed.Lane, failed.Failure)
            : job.Passed.Any(place => place < link)
                ? Write(job.Plan.Chain[job.Passed.Last(place => place < link)].Provider, Reason.Paused)
            : null;

        string Write(string provider, string? failure) =>
            PlanJson.Write(new AnotherTry(TryingAnother, provider, failure, job.Plan.Chain[link].Provider));
    }
}
