using Atelier.Providers.Answers;

namespace Atelier.Providers.Piapi.Tasks;

/// <summary>Asks for a task, and brings its pictures in when it is done.</summary>
internal sealed class PiapiPoller(PiapiClient client, JobPictures pictures, PiapiPace pace)
{
    // Noted when a task was done for the first time and had no picture.
    private const string Empty = "empty";

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

        if (job.IsOver)
        {
            return new TaskState.Failed(PiapiErrors.OfFailed(job), job.Cost);
        }

        // Pending, staged, processing, and every word that we do not know yet.
        if (!job.IsCompleted)
        {
            return new TaskState.Running(null, pace.After(polls));
        }

        var done = pictures.Usable(job);
        if (done.Pictures.Count == 0)
        {
            // The word may come before the pictures; so it is believed the second time.
            return await WasEmptyAsync(spool, cancellationToken)
                ? new TaskState.Failed(PiapiErrors.OfNothing(job), job.Cost)
                : new TaskState.Running(null, pace.After(polls));
        }

        var last = await pictures.FetchAsync(done, spool, cancellationToken);
        await spool.WriteAsync(AnswerSpool.Answer, TaskAnswer.Of(last).WriteAsync, cancellationToken);
        return new TaskState.Answered();
    }

    private static async Task<bool> WasEmptyAsync(AnswerSpool spool, CancellationToken cancellationToken)
    {
        await using var note = await spool.OpenAsync(Empty, cancellationToken);
        if (note is null)
        {
            await spool.WriteAsync(Empty, (_, _) => Task.CompletedTask, cancellationToken);
        }

        return note is not null;
    }
}
