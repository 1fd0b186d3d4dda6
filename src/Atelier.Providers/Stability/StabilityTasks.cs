using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.Stability;

/// <summary>The one service that makes a task: a POST brings its id, and it is asked for until its picture is there.</summary>
internal sealed class StabilityTasks(ProviderSite site, TimeProvider time)
{
    private const int MostIdBytes = 64 * 1024;
    private const int MostIdLength = 256;

    // After ten minutes a task is late, and asking as often would not hasten it.
    private const int PromptPolls = 60;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LatePause = TimeSpan.FromMinutes(1);

    /// <summary>The task that an answer with success names.</summary>
    public static async Task<Submission> ReadAsync(SiteAnswer answer)
    {
        var id = StabilityJson.Text(await answer.ReadJsonAsync(MostIdBytes), "id");
        return id is { Length: > 0 and <= MostIdLength }
            ? new Submission.Submitted(id, Pause, answer.RequestId)
            : throw StabilityProvider.Unreadable(answer, Charge.Unknown);
    }

    public async Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        foreach (var path in StabilityPaths.Results(taskId))
        {
            using var answer = await site.GetAsync(path, cancellationToken);
            if (answer.Status != 404)
            {
                return await ReadAsync(answer, polls, spool);
            }
        }

        return new TaskState.Vanished();
    }

    private async Task<TaskState> ReadAsync(SiteAnswer answer, int polls, AnswerSpool spool)
    {
        switch (answer.Status)
        {
            case 202:
                return new TaskState.Running(null, polls < PromptPolls ? Pause : LatePause);
            case 200:
                StabilityProvider.CheckIsJson(answer, Charge.None);
                await answer.SpoolAsync(spool, AnswerSpool.Answer, StabilityAnswer.MostBytes);
                return new TaskState.Answered();
            default:
                var failure = await StabilityErrors.ReadAsync(answer, paid: false, time);
                // Both judge the task, and not the asking; calls that fail are not billed.
                return failure is { Kind: FailureKind.Refused } or { Status: 422 }
                    ? new TaskState.Failed(Ended(failure), null)
                    : throw failure;
        }
    }

    private static ProviderException Ended(ProviderException failure) =>
        failure.Kind == FailureKind.Refused
            ? failure
            : new ProviderException(
                StabilityProvider.Name,
                FailureKind.TaskFailed,
                Charge.None,
                "Stability ended the task without a picture."
            )
            {
                Status = failure.Status,
                RequestId = failure.RequestId,
            };
}
