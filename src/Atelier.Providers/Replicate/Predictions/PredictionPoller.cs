using Atelier.Providers.Answers;

namespace Atelier.Providers.Replicate.Predictions;

/// <summary>Asks for a prediction, and brings its pictures in when it is done.</summary>
internal sealed class PredictionPoller(PredictionClient client, PredictionPictures pictures, ReplicatePace pace)
{
    public async Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        if (await client.FindAsync(taskId, cancellationToken) is not { } prediction)
        {
            return new TaskState.Vanished();
        }

        if (EndOf(prediction) is { } failed)
        {
            return failed;
        }

        // Starting, processing, queued, and every word that we do not know yet.
        if (!prediction.IsSucceeded)
        {
            return new TaskState.Running(null, pace.Next(polls));
        }

        var last = await pictures.FetchAsync(prediction, spool, cancellationToken);
        if (EndOf(last) is { } ended)
        {
            return ended;
        }

        await spool.WriteAsync(AnswerSpool.Answer, last.WriteKeptAsync, cancellationToken);
        return new TaskState.Answered();
    }

    // How it ended, if it did, and there is nothing to fetch.
    private static TaskState.Failed? EndOf(Prediction prediction)
    {
        if (prediction.IsOver)
        {
            var cost = ReplicateBilling.OfNothing(prediction);
            return new TaskState.Failed(ReplicateErrors.OfEnded(prediction, cost), cost);
        }

        if (prediction is not { IsSucceeded: true, Pictures.Count: 0 })
        {
            return null;
        }

        // The run is paid for; by the picture, what was deleted unseen counts as delivered.
        var seconds = ReplicateBilling.OfSeconds(prediction);
        return prediction.Removed
            ? new TaskState.Failed(ReplicateErrors.Removed(), seconds)
            : new TaskState.Failed(
                ReplicateErrors.OfEnded(prediction, ReplicateBilling.OfNothing(prediction)),
                ReplicateBilling.OfNothing(prediction)
            );
    }
}
