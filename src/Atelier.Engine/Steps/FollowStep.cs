using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Costs;
using Atelier.Engine.Waypoints;
using Atelier.Providers;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Steps;

/// <summary>Looks after every call of a generation that is under way or unknown.</summary>
internal sealed partial class FollowStep(
    AttemptWatch watch,
    ProviderRegistry providers,
    IWaypoints waypoints,
    ILogger<FollowStep> logger
)
{
    /// <summary>What was found of each live attempt, beside its id.</summary>
    public async Task<(IReadOnlyList<Look> Looks, IReadOnlyList<Guid> Looked)> RunAsync(
        Job job,
        CancellationToken cancellationToken
    )
    {
        await waypoints.ReachAsync(Waypoint.Following, job.GenerationId, cancellationToken);
        var (looks, looked) = (new List<Look>(), new List<Guid>());
        foreach (var attempt in job.Attempts.Where(attempt => attempt.State.IsLive()))
        {
            looks.Add(
                job.CancelRequested && await CancelAsync(attempt, cancellationToken) is { } canceled
                    ? canceled
                    : await watch.LookAsync(job, attempt, cancellationToken)
            );
            looked.Add(attempt.Id);
        }

        return (looks, looked);
    }

    /// <summary>Asks the provider to stop; null when it did not, so that the work goes on.</summary>
    private async Task<Look?> CancelAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        if (
            attempt is not { State: AttemptState.Submitted, TaskId: { } task, Stored: false }
            || providers.FindRemote(attempt.Lane, attempt.SentWith) is not { } provider
        )
        {
            return null;
        }

        try
        {
            return await provider.CancelAsync(task, cancellationToken) == CancelAnswer.Confirmed
                ? new Look(new AttemptChange(attempt.Id, AttemptState.Failed, Reason.Canceled, new Booking.Clear()))
                : null;
        }
        catch (ProviderException exception)
        {
            LogNotCanceled(attempt.Lane, attempt.Id, exception.Kind);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Provider} could not be asked to stop attempt {AttemptId} ({Kind})")]
    private partial void LogNotCanceled(string provider, Guid attemptId, FailureKind kind);
}
