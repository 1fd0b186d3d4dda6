using Atelier.Providers.Answers;

namespace Atelier.Providers.Piapi.Tasks;

/// <summary>Asks for a task, and brings its pictures in when it is done.</summary>
internal sealed class PiapiPoller(PiapiClient client, JobPictures pictures, PiapiPace pace)
{
    public async Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        if (await client.FindTaskAsync(taskId, cancellationToken) is not { } job)
        {
            return new TaskState.Vanished();
        }

        if (job.IsFailed)
        {
            return new TaskState.Failed(PiapiErrors.OfFailed(job), job.Consumed);
        }

        // Pending, staged, processing, and every word that we do not know yet.
        if (!job.IsCompleted)
        {
            return new TaskState.Running(null, pace.After(polls));
        }

        var last = await pictures.FetchAsync(job, spool, cancellationToken);
        await TaskAnswer.Of(last).WriteAsync(spool, cancellationToken);
        return new TaskState.Answered();
    }
}
