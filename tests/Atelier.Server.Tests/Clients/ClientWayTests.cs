using System.Net;
using Atelier.Client;
using Atelier.Client.Errors;
using Atelier.Client.Photos;
using Atelier.TestKit.Photos;

namespace Atelier.Server.Tests.Clients;

/// <summary>Our client at our service: what the one says, the other understands.</summary>
public sealed class ClientWayTests(ClientHouse house) : IClassFixture<ClientHouse>
{
    private const string Unknown = "6f1c8f6e-6f0e-4f3e-9c2b-0a1b2c3d4e5f";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "B-72")]
    [Trait("Requirement", "B-76")]
    public async Task RunAsync_TheWholeWay_ListensAndAsksOnce()
    {
        using var calls = new CountingHandler();
        using var client = await ConnectAsync(calls);
        var bytes = await PhotoBytes.JpegAsync();
        var steps = new List<PhotoProgress>();

        var run = await client.Photos.RunAsync(
            new MemoryStream(bytes),
            "dir/photo.jpg",
            upload => new PhotoRequest(upload.SessionId) { Style = PhotoStyles.Pixel, CustomPrompt = "warm light" },
            steps.Add,
            cancellationToken: Cancel
        );

        Assert.Equal(("photo.jpg", (long)bytes.Length), (run.Upload.FileName, run.Upload.FileSize));
        Assert.Equal(
            (PhotoState.Completed, 100, "pixel", "local"),
            (run.Status.Status, run.Status.Progress, run.Status.Style, run.Status.Provider)
        );
        Assert.Equal(run.Task.TaskId, run.Status.TaskId);
        Assert.Equal(100, steps[^1].Percent);
        Assert.Equal(steps.Select(step => step.Percent).Order(), steps.Select(step => step.Percent));
        Assert.Equal(
            [
                "POST /api/upload",
                "POST /api/generate",
                $"GET /v1/generations/{run.Task.TaskId}/events",
                $"GET /api/status/{run.Task.TaskId}",
            ],
            calls.Calls
        );

        var output = await FetchAsync(photo =>
            client.Photos.DownloadAsync(run.Upload.SessionId, photo, cancellationToken: Cancel)
        );
        Assert.Equal(
            output,
            await FetchAsync(photo => client.Photos.DownloadAsync(run.Status.OutputFileUrl!, photo, Cancel))
        );
        var input = await FetchAsync(photo =>
            client.Photos.DownloadAsync(run.Upload.SessionId, photo, PhotoFile.Input, false, Cancel)
        );
        Assert.Equal(input, await FetchAsync(photo => client.Photos.DownloadAsync(run.Upload.FileUrl, photo, Cancel)));
        Assert.NotEqual(input, output);
        Assert.Equal(1, (await client.Photos.UsageAsync(Cancel)).GenerationsToday);
    }

    [Fact]
    [Trait("Requirement", "B-42")]
    public async Task DownloadAsync_Output_HasTheNameOfTheDoor()
    {
        using var client = await ConnectAsync();
        var run = await RunAsync(client);

        var photo = await client.Photos.DownloadAsync(run.Upload.SessionId, Stream.Null, cancellationToken: Cancel);

        Assert.Equal("image/jpeg", photo.ContentType);
        Assert.Matches(@"^CodeLeonardo_cartoon_[0-9]{13}\.jpg$", photo.FileName);
        Assert.True(photo.Length > 0);
    }

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task GenerateAsync_AnswerLost_IsOneTaskAllTheSame()
    {
        using var calls = new CountingHandler { Loses = "/api/generate" };
        using var client = await ConnectAsync(calls);

        var run = await RunAsync(client);

        Assert.Equal(2, calls.Calls.Count(call => call == "POST /api/generate"));
        Assert.Equal(PhotoState.Completed, run.Status.Status);
        Assert.Equal(1, (await client.Photos.UsageAsync(Cancel)).GenerationsToday);
    }

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task UploadAsync_AnswerLost_IsOneSessionAllTheSame()
    {
        using var calls = new CountingHandler { Loses = "/api/upload" };
        using var client = await ConnectAsync(calls);
        var before = await SessionsAsync();

        var upload = await client.Photos.UploadAsync(
            new MemoryStream(await PhotoBytes.JpegAsync()),
            "a.jpg",
            cancellationToken: Cancel
        );

        Assert.Equal(["POST /api/upload", "POST /api/upload"], calls.Calls);
        Assert.Equal(before + 1, await SessionsAsync());
        Assert.True((await FetchAsync(photo => client.Photos.DownloadAsync(upload.FileUrl, photo, Cancel))).Length > 0);
    }

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task UploadAsync_SameKeyLater_IsTheSameSession()
    {
        using var client = await ConnectAsync();
        var bytes = await PhotoBytes.JpegAsync();

        var first = await UploadAsync(bytes);
        var again = await UploadAsync(bytes);
        var conflict = await FailsAsync(() => UploadAsync(PhotoBytes.Png()));

        Assert.Equal(first.SessionId, again.SessionId);
        Assert.Equal(("IDEMPOTENCY_CONFLICT", "mine"), (conflict.Code, conflict.UploadKey));

        Task<PhotoUpload> UploadAsync(byte[] photo) =>
            client.Photos.UploadAsync(
                new MemoryStream(photo),
                "a.jpg",
                photo == bytes ? "image/jpeg" : "image/png",
                idempotencyKey: "mine",
                cancellationToken: Cancel
            );
    }

    [Fact]
    public async Task GenerateAsync_SameKeyLater_IsTheSameTask()
    {
        using var client = await ConnectAsync();
        var run = await RunAsync(client, "mine");

        var again = await client.Photos.GenerateAsync(
            new PhotoRequest(run.Upload.SessionId) { IdempotencyKey = "mine" },
            Cancel
        );

        Assert.Equal(run.Task.TaskId, again.TaskId);
        Assert.Equal(1, (await client.Photos.UsageAsync(Cancel)).GenerationsToday);
    }

    [Fact]
    [Trait("Requirement", "B-68")]
    public async Task RunAsync_VisitorWithACookie_OwnsWhatHeMade()
    {
        using var visitor = new AtelierClient(
            new AtelierClientOptions { BaseAddress = house.Server.Url, Cookies = new CookieContainer() }
        );

        var run = await RunAsync(visitor);

        Assert.Equal(PhotoState.Completed, run.Status.Status);
        Assert.True(
            (await visitor.Photos.DownloadAsync(run.Upload.SessionId, Stream.Null, cancellationToken: Cancel)).Length
                > 0
        );
        using var stranger = await ConnectAsync();
        var error = await FailsAsync(() => stranger.Photos.StatusAsync(run.Task.TaskId, Cancel));
        Assert.Equal(
            (HttpStatusCode.NotFound, "TASK_NOT_FOUND", "Task not found"),
            (error.StatusCode!.Value, error.Code, error.Message)
        );
    }

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task Calls_Refused_TellTheServicesTextAndCode()
    {
        using var client = await ConnectAsync();
        var upload = await client.Photos.UploadAsync(
            new MemoryStream(PhotoBytes.Png()),
            "a.png",
            cancellationToken: Cancel
        );

        await RefusesAsync(
            400,
            "INVALID_SESSION",
            "Invalid session ID",
            () => client.Photos.GenerateAsync(new PhotoRequest("../x"), Cancel)
        );
        await RefusesAsync(
            404,
            "SESSION_NOT_FOUND",
            "Session not found",
            () => client.Photos.GenerateAsync(new PhotoRequest(Unknown), Cancel)
        );
        await RefusesAsync(400, "INVALID_TASK", "Invalid task ID", () => client.Photos.StatusAsync("x", Cancel));
        await RefusesAsync(
            404,
            "TASK_NOT_FOUND",
            "Task not found",
            () => client.Photos.WaitAsync(Unknown, cancellationToken: Cancel)
        );
        await RefusesAsync(
            404,
            "FILE_NOT_FOUND",
            "File not found",
            () => client.Photos.DownloadAsync(upload.SessionId, Stream.Null, cancellationToken: Cancel)
        );
        await RefusesAsync(
            400,
            "INVALID_FILE_TYPE",
            "Invalid file type. Only JPG and PNG are allowed.",
            () => client.Photos.UploadAsync(new MemoryStream("GIF89a"u8.ToArray()), "a.gif", cancellationToken: Cancel)
        );
        await RefusesAsync(
            413,
            "FILE_TOO_LARGE",
            "File too large. Maximum size is 5MB.",
            () => client.Photos.UploadAsync(new MemoryStream(new byte[9_000_000]), "a.png", cancellationToken: Cancel)
        );
    }

    private static async Task RefusesAsync(int status, string code, string text, Func<Task> call)
    {
        var error = await FailsAsync(call);
        Assert.Equal(((HttpStatusCode)status, code, text), (error.StatusCode!.Value, error.Code, error.Message));
    }

    private static Task<AtelierClientException> FailsAsync(Func<Task> call) =>
        Assert.ThrowsAsync<AtelierClientException>(call);

    private static async Task<byte[]> FetchAsync(Func<Stream, Task> fetch)
    {
        using var photo = new MemoryStream();
        await fetch(photo);
        return photo.ToArray();
    }

    private static async Task<PhotoRun> RunAsync(AtelierClient client, string? key = null) =>
        await client.Photos.RunAsync(
            new MemoryStream(await PhotoBytes.JpegAsync()),
            "a.jpg",
            upload => new PhotoRequest(upload.SessionId) { IdempotencyKey = key },
            cancellationToken: Cancel
        );

    private Task<long> SessionsAsync() => house.Server.House.ScalarAsync<long>("SELECT count(*) FROM photo_sessions");

    private async Task<AtelierClient> ConnectAsync(CountingHandler? calls = null)
    {
        var caller = await house.Server.AddCallerAsync();
        var options = new AtelierClientOptions
        {
            BaseAddress = house.Server.Url,
            ApiKey = caller.Key,
            // On a busy machine the first event may take its time, and what is asked is counted here.
            FirstEventLimit = TimeSpan.FromMinutes(1),
        };
        return calls is null ? new AtelierClient(options) : new AtelierClient(new HttpClient(calls, false), options);
    }
}
