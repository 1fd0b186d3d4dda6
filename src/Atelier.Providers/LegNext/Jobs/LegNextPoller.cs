using System.Security.Cryptography;
using Atelier.Providers.Answers;

namespace Atelier.Providers.LegNext.Jobs;

/// <summary>Asks for a job, and brings its pictures in when it is done.</summary>
internal sealed class LegNextPoller(LegNextClient client, LegNextPictures pictures, LegNextPace pace)
{
    // After five minutes a job is late, and asking as often would not hasten it.
    private const int PromptPolls = 60;
    private const int LateFactor = 6;
    private const int JitterSteps = 1000;
    private const double MostJitter = 0.2;

    public async Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        if (await client.FindJobAsync(taskId, cancellationToken) is not var (job, json))
        {
            return new TaskState.Vanished();
        }

        if (job.IsFailed)
        {
            return new TaskState.Failed(LegNextErrors.OfFailed(job), NanosOf(job.Consumed));
        }

        // Pending, staged, processing, and every word that we do not know yet.
        if (!job.IsCompleted)
        {
            return new TaskState.Running(null, NextPoll(polls));
        }

        var last = await pictures.FetchAsync(job, json, spool, cancellationToken);
        await spool.WriteAsync(AnswerSpool.Answer, LegNextPictures.Writing(last), cancellationToken);
        return new TaskState.Answered();
    }

    /// <summary>Nano-dollars of points; null of none told.</summary>
    public static long? NanosOf(decimal? points) =>
        points is { } told ? (long)(told * LegNextPoints.NanosPerPoint) : null;

    private TimeSpan NextPoll(int polls)
    {
        var pause = polls < PromptPolls ? pace.Next : pace.Next * LateFactor;
        return pause * (1 + (MostJitter * RandomNumberGenerator.GetInt32(JitterSteps) / JitterSteps));
    }
}
