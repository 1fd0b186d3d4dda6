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
        var gone = false;
        ProviderException? nowhere = null;
        foreach (var path in StabilityPaths.Results(taskId))
        {
            using var answer = await site.GetAsync(path, cancellationToken);
            if (answer.Status != 404)
            {
                return await ReadAsync(answer, polls, spool, cancellationToken);
            }

            // What stands at a wrong address must not make a paid task vanish.
            gone |= StabilityJson.Text(await answer.ReadJsonAsync(MostIdBytes), "name") == "not_found";
            nowhere = StabilityProvider.Unreadable(answer, Charge.None);
        }

        return gone ? new TaskState.Vanished() : throw nowhere!;
    }

    private async Task<TaskState> ReadAsync(
        SiteAnswer answer,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        switch (answer.Status)
        {
            case 202:
                return new TaskState.Running(null, polls < PromptPolls ? Pause : LatePause);
            case 200:
                return await KeepAsync(answer, spool, cancellationToken);
            default:
                var failure = await StabilityErrors.ReadAsync(answer, paid: false, time);
                // Both judge the task, and not the asking; calls that fail are not billed.
                return failure is { Kind: FailureKind.Refused } or { Status: 422 }
                    ? new TaskState.Failed(Ended(failure), null)
                    : throw failure;
        }
    }

    // It can be asked for again as long as nobody believed it: so it is looked into before it counts as the answer.
    private static async Task<TaskState> KeepAsync(
        SiteAnswer answer,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        await answer.SpoolAsync(spool, StabilityAnswer.TaskPart, StabilityAnswer.MostBytes(1));
        if (!await StabilityAnswer.IsEndAsync(spool, cancellationToken))
        {
            throw StabilityProvider.Unreadable(answer, Charge.None);
        }

        await StabilityAnswer.PointAsync(spool, cancellationToken);
        return new TaskState.Answered();
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
