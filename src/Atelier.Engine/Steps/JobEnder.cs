using Atelier.Core.States;
using Atelier.Data.Blobs;
using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Atelier.Data.Reviews;
using Atelier.Engine.Changes;
using Atelier.Engine.Diagnostics;
using Atelier.Engine.Waypoints;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Steps;

/// <summary>Writes the end of a generation and tells everybody.</summary>
internal sealed partial class JobEnder(
    EndGroups ends,
    ParkStore parks,
    IBlobStore blobs,
    ChangePublisher changes,
    EngineMetrics metrics,
    IWaypoints waypoints,
    ILogger<JobEnder> logger
)
{
    /// <param name="written">Called once the end is written and before anybody is told; not when the claim was lost.</param>
    public async Task EndAsync(Claim claim, Ending ending, Action? written = null)
    {
        var parked = ending.Concerns.Count > 0;
        var outcome = parked
            ? await parks.ParkAsync(claim, ending, CancellationToken.None)
            : await ends.EndAsync(claim, ending);
        if (outcome is not { } ended)
        {
            LogLost(claim.GenerationId, claim.Epoch);
            return;
        }

        written?.Invoke();
        await waypoints.ReachAsync(Waypoint.Ended, claim.GenerationId, CancellationToken.None);
        Tell(claim, ending, parked);
        changes.Publish(ChangeWord.Generation(claim.GenerationId));
        if (ended.PromotedLane is { } lane)
        {
            changes.Publish(ChangeWord.Lane(lane));
        }

        foreach (var attempt in ending.Attempts)
        {
            await ForgetAsync(attempt.AttemptId);
        }
    }

    private void Tell(Claim claim, Ending ending, bool parked)
    {
        if (parked)
        {
            LogParked(claim.GenerationId, ending.Delivered.Count, string.Join(", ", ending.Concerns));
            metrics.Parked("after");
            return;
        }

        LogEnded(claim.GenerationId, ending.State, ending.Delivered.Count);
        metrics.Ended(ending.State.ToWire());
        foreach (var image in ending.Delivered.Values)
        {
            metrics.Delivered(image.Model);
        }
    }

    /// <summary>The spooled answer is no longer needed: its pictures have files of their own.</summary>
    public async Task ForgetAsync(Guid attemptId)
    {
        try
        {
            await blobs.DeleteFolderAsync(BlobKeys.FolderOfSpool(attemptId), CancellationToken.None);
        }
        catch (IOException exception)
        {
            // The sweeper takes it tomorrow.
            LogKept(attemptId, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The spooled answer of attempt {AttemptId} could not be deleted")]
    private partial void LogKept(Guid attemptId, Exception exception);

    [LoggerMessage(
        LogLevel.Warning,
        "Generation {GenerationId} waits with {Pictures} pictures for a person to decide, because of {Concerns}"
    )]
    private partial void LogParked(Guid generationId, int pictures, string concerns);

    [LoggerMessage(LogLevel.Information, "Generation {GenerationId} ended {State} with {Pictures} pictures")]
    private partial void LogEnded(Guid generationId, GenerationState state, int pictures);

    [LoggerMessage(LogLevel.Warning, "Generation {GenerationId} was taken over by another node after epoch {Epoch}")]
    private partial void LogLost(Guid generationId, int epoch);
}
