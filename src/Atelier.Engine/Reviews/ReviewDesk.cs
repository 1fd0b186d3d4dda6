using Atelier.Core.States;
using Atelier.Data.Accounts;
using Atelier.Data.Images;
using Atelier.Data.Reviews;
using Atelier.Engine.Changes;
using Atelier.Engine.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Reviews;

/// <summary>Decides about what waits for a person, and tells everybody.</summary>
public sealed partial class ReviewDesk(
    ReviewStore store,
    ImageStore images,
    ChangePublisher changes,
    EngineMetrics metrics,
    ILogger<ReviewDesk> logger
)
{
    /// <summary>Decides; once written it holds, whether or not the caller still waits.</summary>
    /// <returns>Null when there is no review of this id.</returns>
    public async Task<ReviewDecision?> DecideAsync(Guid id, ReviewVerdict verdict, Actor actor)
    {
        var decision = await store.DecideAsync(id, verdict, actor, CancellationToken.None);
        if (decision is not { Decided: true, State: { } state })
        {
            return decision;
        }

        LogDecided(id, decision.GenerationId, decision.Outcome);
        metrics.Reviewed(decision.Outcome);
        changes.Publish(ChangeWord.Generation(decision.GenerationId));
        if (decision.Lane is { } lane)
        {
            changes.Publish(ChangeWord.Lane(lane));
        }

        if (GenerationStates.TryParse(state) is { } known && known.IsTerminal())
        {
            metrics.Ended(state);
            var shown = await images.OfGenerationsAsync([decision.GenerationId], CancellationToken.None);
            foreach (var image in shown.Where(image => !image.Candidate))
            {
                metrics.Delivered(image.Model);
            }
        }

        return decision;
    }

    [LoggerMessage(LogLevel.Information, "Review {ReviewId} of generation {GenerationId} ended {Outcome}")]
    private partial void LogDecided(Guid reviewId, Guid generationId, string outcome);
}
