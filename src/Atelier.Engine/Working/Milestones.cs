using Atelier.Core.States;
using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Working;

/// <summary>Notes how far a claimed generation has come, and tells whoever waits.</summary>
internal sealed partial class Milestones(ReachGroups groups, ChangePublisher changes, ILogger<Milestones> logger)
{
    /// <summary>Whether the caller wants it canceled; null when the claim was lost.</summary>
    public async Task<bool?> ReachAsync(Claim claim, Milestone milestone, CancellationToken cancellationToken)
    {
        var canceled = await groups.ReachAsync(claim, milestone, cancellationToken);
        if (canceled is null)
        {
            LogLost(claim.GenerationId, claim.Epoch);
            return null;
        }

        changes.Publish(ChangeWord.Generation(claim.GenerationId));
        return canceled;
    }

    [LoggerMessage(LogLevel.Warning, "Generation {GenerationId} was taken over by another node after epoch {Epoch}")]
    private partial void LogLost(Guid generationId, int epoch);
}
