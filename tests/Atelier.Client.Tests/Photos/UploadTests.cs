using System.Net;
using Atelier.Client.Errors;
using Atelier.Client.Tests.Serving;

namespace Atelier.Client.Tests.Photos;

public sealed class UploadTests : ClientTests
{
    private const string Uploaded = $$"""
        {"success": true, "sessionId": "{{Answers.SessionId}}", "fileUrl": "/api/files/x?sig=1", "fileName": "katze ü.jpg",
         "fileSize": 200000, "uploadedAt": "2026-11-20T12:00:00.000Z"}
        """;

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task UploadAsync_Stream_SendsOneFileInTheFieldOfTheDoor()
    {
        Server.On("POST", "/api/upload", Answers.Json(Uploaded));
        using var photo = new MemoryStream([0, .. Bytes()]) { Position = 1 };
        var told = new List<long>();

        var upload = await Photos.UploadAsync(photo, "katze ü.jpg", null, told.Add, cancellationToken: Cancel);

        Assert.Equal(
            (Answers.SessionId, 200_000L, "katze ü.jpg"),
            (upload.SessionId, upload.FileSize, upload.FileName)
        );
        var heard = Assert.Single(Server.Requests);
        Assert.Contains("name=image;", heard.Text, StringComparison.Ordinal);
        Assert.Contains("Content-Type: image/jpeg", heard.Text, StringComparison.Ordinal);
        Assert.NotNull(heard.Header("Content-Length"));
        Assert.True(heard.Body.AsSpan().IndexOf(Bytes()) > 0, "The bytes arrived otherwise.");
        Assert.Equal(200_000, told[^1]);
        Assert.Equal(told.Order(), told);
        Assert.True(told.Count > 2, "Progress was told once only.");
        Assert.True(photo.CanRead, "The caller's stream was closed.");
    }

    [Fact]
    public async Task UploadFileAsync_File_TakesNameAndTypeFromIt()
    {
        Server.On("POST", "/api/upload", Answers.Json(Uploaded));
        var path = Path.Combine(Directory.CreateTempSubdirectory("atelier-client-").FullName, "a.PNG");
        await File.WriteAllBytesAsync(path, Bytes(), Cancel);

        await Photos.UploadFileAsync(path, cancellationToken: Cancel);

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        var text = Assert.Single(Server.Requests).Text;
        Assert.Contains("Content-Type: image/png", text, StringComparison.Ordinal);
        Assert.Contains("filename=a.PNG", text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task UploadAsync_AnswersLostAndNoRoom_SendsTheSameAgainUnderTheSameKey()
    {
        Server.On(
            "POST",
            "/api/upload",
            Answers.Cut,
            Answers.Refusal(503, "BUSY", "Too many uploads", ("Retry-After", "10")),
            Answers.Refusal(429, "RATE_LIMITED", "Too many calls", ("Retry-After", "3")),
            Answers.Json(Uploaded)
        );
        using var photo = new MemoryStream([0, .. Bytes()]) { Position = 1 };
        var told = new List<long>();

        var upload = await Photos.UploadAsync(photo, "a.jpg", null, told.Add, cancellationToken: Cancel);

        Assert.Equal(Answers.SessionId, upload.SessionId);
        Assert.Equal(4, Server.Requests.Count);
        Assert.All(
            Server.Requests,
            heard => Assert.True(heard.Body.AsSpan().IndexOf(Bytes()) > 0, "The bytes arrived otherwise.")
        );
        Assert.True(Guid.TryParse(Assert.Single(KeysSent().Distinct()), out _));
        Assert.Equal([1, 10, 3], Time.Leaps.Select(leap => leap.TotalSeconds));
        Assert.Equal(4, told.Count(bytes => bytes == 200_000));
    }

    [Fact]
    public async Task UploadAsync_EveryAnswerLost_GivesUpAndTellsTheKey()
    {
        Server.On("POST", "/api/upload", Answers.Cut);

        var error = await FailsAsync(() =>
            Photos.UploadAsync(new MemoryStream(Bytes()), "a.jpg", cancellationToken: Cancel)
        );

        Assert.Equal((ClientErrorCodes.Unreachable, null), (error.Code, error.StatusCode));
        Assert.Equal(5, Server.Requests.Count);
        Assert.Equal(error.UploadKey, Assert.Single(KeysSent().Distinct()));
        Assert.Null(error.IdempotencyKey);
    }

    [Fact]
    public async Task UploadAsync_KeyGiven_IsTheOneSent()
    {
        Server.On("POST", "/api/upload", Answers.Json(Uploaded));

        await Photos.UploadAsync(
            new MemoryStream(Bytes()),
            "a.jpg",
            idempotencyKey: "lake of 3 May",
            cancellationToken: Cancel
        );
        await Photos.UploadAsync(new MemoryStream(Bytes()), "a.jpg", cancellationToken: Cancel);
        await Photos.UploadAsync(new MemoryStream(Bytes()), "a.jpg", cancellationToken: Cancel);

        Assert.Equal("lake of 3 May", KeysSent()[0]);
        Assert.Equal(3, KeysSent().Distinct().Count());
    }

    [Fact]
    public async Task UploadAsync_StreamThatCannotBeSetBack_IsSentOnce()
    {
        Server.On("POST", "/api/upload", Answers.Cut, Answers.Json(Uploaded));

        var error = await FailsAsync(() => Photos.UploadAsync(new OneWay(Bytes()), "a.jpg", cancellationToken: Cancel));

        Assert.Equal(ClientErrorCodes.Unreachable, error.Code);
        Assert.Equal(error.UploadKey, Assert.Single(KeysSent()));
    }

    [Fact]
    public async Task UploadAsync_RefusedBeforeItWasSent_TellsTheServersTextAndSendsNothing()
    {
        Server.On(
            "POST",
            "/api/upload",
            Answers.Unread(
                Answers.Refusal(
                    429,
                    "RATE_LIMITED",
                    "Upload limit exceeded, please try again later.",
                    ("Retry-After", "1800"),
                    ("Connection", "close")
                )
            )
        );
        var sent = 0L;

        var error = await FailsAsync(() =>
            Photos.UploadAsync(
                new MemoryStream(new byte[20_000_000]),
                "a.jpg",
                null,
                bytes => sent = bytes,
                cancellationToken: Cancel
            )
        );

        Assert.Equal((HttpStatusCode.TooManyRequests, "RATE_LIMITED"), (error.StatusCode, error.Code));
        Assert.Equal("Upload limit exceeded, please try again later.", error.Message);
        Assert.Equal(TimeSpan.FromMinutes(30), error.RetryAfter);
        Assert.Equal(0, sent);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task UploadAsync_Canceled_EndsWithoutAnswer()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Server.On("POST", "/api/upload", Answers.Hang(Server));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Photos.UploadAsync(
                new MemoryStream(Bytes()),
                "a.jpg",
                null,
                _ => cancel.Cancel(),
                cancellationToken: cancel.Token
            )
        );
    }

    private List<string> KeysSent() => [.. Server.Requests.Select(heard => heard.Header("Idempotency-Key")!)];

    private static byte[] Bytes() => [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7 % 251))];

    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
