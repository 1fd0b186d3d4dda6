using Atelier.Client.Errors;
using Atelier.Client.Photos;
using Atelier.Client.Tests.Serving;

namespace Atelier.Client.Tests.Photos;

/// <summary>The whole way at a service that stops in the middle of it: what was begun must be found again.</summary>
public sealed class RunTests : ClientTests
{
    private const string Uploaded = $$"""
        {"success": true, "sessionId": "{{Answers.SessionId}}", "fileUrl": "/f", "fileName": "a.png", "fileSize": 1,
         "uploadedAt": "2026-11-20T12:00:00.000Z"}
        """;

    private const string Accepted = $$"""{"success": true, "taskId": "{{Answers.TaskId}}", "provider": "flux1"}""";

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task RunAsync_WaitEndsTooEarly_ExceptionTakesItUpWithoutPayingAgain()
    {
        Server
            .On("POST", "/api/upload", Answers.Json(Uploaded))
            .On("POST", "/api/generate", Answers.Json(Accepted, 202))
            .On("GET", EventsPath, Answers.Status(404))
            .On("GET", StatusPath, Answers.State("processing", 50));

        var error = await FailsAsync(() => RunAsync(limit: TimeSpan.FromMinutes(1)));
        Server.On("GET", StatusPath, Answers.State("completed", 100));
        var status = await Photos.WaitAsync(error.TaskId!, cancellationToken: Cancel);

        Assert.Equal(ClientErrorCodes.TimedOut, error.Code);
        Assert.Equal((Answers.TaskId, Answers.SessionId), (error.TaskId, error.SessionId));
        Assert.Equal(KeysSent(), [error.IdempotencyKey!]);
        Assert.Equal(PhotoState.Completed, status.Status);
        Assert.Equal((1, 1), (Server.Count("POST", "/api/upload"), Server.Count("POST", "/api/generate")));
    }

    [Fact]
    public async Task RunAsync_StatusRefused_ExceptionHasTheTask()
    {
        Server
            .On("POST", "/api/upload", Answers.Json(Uploaded))
            .On("POST", "/api/generate", Answers.Json(Accepted, 202))
            .On("GET", EventsPath, Answers.Status(404))
            .On("GET", StatusPath, Answers.Refusal(500, "INTERNAL_ERROR", "Internal server error"));

        var error = await FailsAsync(() => RunAsync());

        Assert.Equal(
            ("INTERNAL_ERROR", Answers.TaskId, Answers.SessionId),
            (error.Code, error.TaskId, error.SessionId)
        );
    }

    [Fact]
    public async Task RunAsync_EveryAnswerToGenerateLost_ExceptionHasSessionAndKey()
    {
        Server.On("POST", "/api/upload", Answers.Json(Uploaded)).On("POST", "/api/generate", Answers.Cut);

        var error = await FailsAsync(() => RunAsync());

        Assert.Equal(
            (ClientErrorCodes.Unreachable, null, Answers.SessionId),
            (error.Code, error.TaskId, error.SessionId)
        );
        Assert.Equal(error.IdempotencyKey, Assert.Single(KeysSent().Distinct()));
        Server.On("POST", "/api/generate", Answers.Json(Accepted, 202));
        await Photos.GenerateAsync(
            new PhotoRequest(error.SessionId!) { IdempotencyKey = error.IdempotencyKey },
            Cancel
        );
        Assert.Single(KeysSent().Distinct());
    }

    [Fact]
    public async Task RunAsync_UploadRefused_ExceptionHasNeither()
    {
        Server.On("POST", "/api/upload", Answers.Refusal(400, "INVALID_FILE_TYPE", "No picture"));

        var error = await FailsAsync(() => RunAsync());

        Assert.Equal((null, null, null), (error.TaskId, error.SessionId, error.IdempotencyKey));
    }

    private Task<PhotoRun> RunAsync(TimeSpan? limit = null) =>
        Photos.RunAsync(
            new MemoryStream([1]),
            "a.png",
            upload => new PhotoRequest(upload.SessionId),
            limit: limit,
            cancellationToken: Cancel
        );

    private List<string> KeysSent() =>
        [
            .. Server
                .Requests.Where(heard => heard.Path == "/api/generate")
                .Select(heard => heard.Header("Idempotency-Key")!),
        ];
}
