using Atelier.Core.Errors;
using Atelier.Data.Generations;
using Atelier.Engine.Changes;

namespace Atelier.Engine.Views;

/// <summary>Cancels a generation for its owner.</summary>
public sealed class GenerationCanceler(EndStore ends, GenerationReader reader, ChangePublisher changes)
{
    /// <summary>The generation after the wish was noted; null when it is unknown or another account's.</summary>
    /// <exception cref="AtelierException">It has ended otherwise, or its picture is already being finished.</exception>
    public async Task<GenerationDetail?> CancelAsync(Guid id, Guid accountId, CancellationToken cancellationToken)
    {
        // A caller that hangs up must not lose a wish that was written, nor the notice of it.
        var outcome = await ends.CancelAsync(id, accountId, CancellationToken.None);
        changes.Publish(ChangeWord.Cancel(id), ChangeWord.Generation(id), ChangeWord.FollowUp);
        var detail = await reader.FindAsync(id, accountId, cancellationToken);
        return (outcome, detail?.Row.State) switch
        {
            (_, null) => null,
            (CancelOutcome.TooLate, _) => throw new AtelierException(
                ErrorCode.NotCancelable,
                "The picture exists already and is being finished; it can no longer be canceled."
            ),
            (CancelOutcome.NotRunning, not "canceled") => throw new AtelierException(
                ErrorCode.NotCancelable,
                $"The generation is {detail!.Row.State}; only waiting and running ones can be canceled."
            ),
            _ => detail,
        };
    }
}
