using System.Net;
using Atelier.Client.Errors;
using Atelier.Client.Events;

namespace Atelier.Client.Photos;

public sealed partial class PhotoClient
{
    /// <summary>Waits until a task is completed or failed, by its events or, where they cannot be had, by asking.</summary>
    /// <param name="progress">Is told of each step, one after the other and never after the call has returned.</param>
    /// <param name="limit">How long to wait; null is <see cref="AtelierClientOptions.WaitLimit"/>. The task goes on after it.</param>
    /// <returns>The status at the end; a failed task is no exception.</returns>
    public async Task<PhotoStatus> WaitAsync(
        string taskId,
        Action<PhotoProgress>? progress = null,
        TimeSpan? limit = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(taskId);
        using var late = new CancellationTokenSource(limit ?? _options.WaitLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await WaitAsync(taskId, new ProgressReporter(taskId, progress), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AtelierClientException(
                "The task had not ended within the time given; it goes on.",
                ClientErrorCodes.TimedOut
            )
            {
                TaskId = taskId,
            };
        }
        catch (AtelierClientException error)
        {
            error.TaskId ??= taskId;
            throw;
        }
    }

    /// <summary>
    /// The whole way: uploads the photo, starts a task, waits for its end. What was begun goes on when it fails or is cancelled;
    /// calling again would begin, and pay, anew. The exception has what takes it up: with a <c>TaskId</c>
    /// <see cref="WaitAsync(string, Action{PhotoProgress}, TimeSpan?, CancellationToken)"/>, else with a <c>SessionId</c>
    /// <see cref="GenerateAsync"/> for the same request under its <c>IdempotencyKey</c>, else with an <c>UploadKey</c>
    /// <see cref="UploadAsync"/> of the same photo under it.
    /// </summary>
    /// <param name="request">Makes the request once the session is there.</param>
    public async Task<PhotoRun> RunAsync(
        Stream photo,
        string fileName,
        Func<PhotoUpload, PhotoRequest> request,
        Action<PhotoProgress>? progress = null,
        TimeSpan? limit = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var upload = await UploadAsync(photo, fileName, cancellationToken: cancellationToken);
        var asked = WithKey(request(upload));
        try
        {
            var task = await GenerateAsync(asked, cancellationToken);
            return new PhotoRun(upload, task, await WaitAsync(task.TaskId, progress, limit, cancellationToken));
        }
        catch (AtelierClientException error)
        {
            error.SessionId ??= asked.SessionId;
            error.IdempotencyKey ??= asked.IdempotencyKey;
            throw;
        }
    }

    private async Task<PhotoStatus> WaitAsync(
        string taskId,
        ProgressReporter reporter,
        CancellationToken cancellationToken
    )
    {
        // Whether it ended or there are no events: the status is the answer, and the stream only says when to ask.
        await new StageStream(_transport, _options, _time, taskId, reporter).FollowAsync(cancellationToken);
        while (true)
        {
            TimeSpan wait;
            try
            {
                var status = await StatusAsync(taskId, cancellationToken);
                reporter.Tell(status);
                if (status.IsOver)
                {
                    return status;
                }

                wait = _options.PollInterval;
            }
            // Who waits anyway can wait as long as the service wishes; the limit of the wait is the bound.
            catch (AtelierClientException later)
                when (later is { StatusCode: { } code, RetryAfter: { } asked } && IsLater(code))
            {
                wait = asked > _options.PollInterval ? asked : _options.PollInterval;
            }

            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    private static bool IsLater(HttpStatusCode code) =>
        code is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
}
