using Atelier.Bench.Photos.Pictures;
using Atelier.Client.Errors;
using Atelier.Client.Photos;

namespace Atelier.Bench.Photos.Runs;

/// <summary>A caller whose server is killed under it: makes each call again until there is an answer, and believes every one.</summary>
internal sealed class KillCaller(PhotoClient photos, int firstSeed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // Far beyond any restart: whoever needs longer is stuck.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Recogniser _recogniser = new();

    /// <summary>Uploads that were answered.</summary>
    public int Uploads { get; private set; }

    /// <summary>Tasks that were answered, each under a key of its own.</summary>
    public int Tasks { get; private set; }

    /// <summary>Calls whose answer never came.</summary>
    public int Lost { get; private set; }

    public List<string> Problems { get; } = [];

    /// <param name="enough">Ends it after the way it is on.</param>
    public async Task RunAsync(CancellationToken enough, CancellationToken cancellationToken)
    {
        for (var seed = firstSeed; !enough.IsCancellationRequested; seed++)
        {
            try
            {
                await GoAsync(seed, cancellationToken);
            }
            catch (AtelierClientException exception)
            {
                Problems.Add($"way {seed}: {exception.StatusCode} {exception.Code}: {exception.Message}");
            }
        }
    }

    private async Task GoAsync(int seed, CancellationToken cancellationToken)
    {
        var bytes = TestPhoto.Small(seed);
        var upload = await InsistAsync(
            cancel =>
                photos.UploadAsync(
                    new MemoryStream(bytes),
                    TestPhoto.NameOf(seed),
                    idempotencyKey: $"photo-{seed}",
                    cancellationToken: cancel
                ),
            cancellationToken
        );
        Uploads++;
        var request = new PhotoRequest(upload.SessionId)
        {
            Style = PhotoStyles.Pixel,
            CustomPrompt = $"way {seed}",
            IdempotencyKey = $"way-{seed}",
        };
        var task = await InsistAsync(cancel => photos.GenerateAsync(request, cancel), cancellationToken);
        Tasks++;
        var status = await InsistAsync(
            cancel => photos.WaitAsync(task.TaskId, limit: Patience, cancellationToken: cancel),
            cancellationToken
        );
        if (status.Status is not PhotoState.Completed)
        {
            Problems.Add($"task {task.TaskId} failed: {status.Error}");
            return;
        }

        var input = await FetchAsync(upload.SessionId, PhotoFile.Input, cancellationToken);
        if (await _recogniser.ExamineAsync(input, seed, cancellationToken) is { } wrong)
        {
            Problems.Add($"the photo of session {upload.SessionId}: {wrong}");
        }

        var output = await FetchAsync(upload.SessionId, PhotoFile.Output, cancellationToken);
        if (await _recogniser.ReadAsync(output, cancellationToken) is { } broken)
        {
            Problems.Add($"the picture of task {task.TaskId}: {broken}");
        }
    }

    private Task<byte[]> FetchAsync(string sessionId, PhotoFile file, CancellationToken cancellationToken) =>
        InsistAsync(
            async cancel =>
            {
                using var bytes = new MemoryStream();
                await photos.DownloadAsync(sessionId, bytes, file, cancellationToken: cancel);
                return bytes.ToArray();
            },
            cancellationToken
        );

    private async Task<T> InsistAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        while (true)
        {
            try
            {
                return await call(either.Token);
            }
            catch (AtelierClientException exception)
                when (exception.StatusCode is null && exception.Code == ClientErrorCodes.Unreachable)
            {
                Lost++;
            }

            await Task.Delay(Pause, TimeProvider.System, either.Token);
        }
    }
}
