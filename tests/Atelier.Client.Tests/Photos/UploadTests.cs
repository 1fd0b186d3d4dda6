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

        var upload = await Photos.UploadAsync(photo, "katze ü.jpg", null, told.Add, Cancel);

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
    public async Task UploadAsync_ConnectionLost_IsNeverSentTwice()
    {
        Server.On("POST", "/api/upload", Answers.Cut, Answers.Json(Uploaded));

        var error = await FailsAsync(() =>
            Photos.UploadAsync(new MemoryStream(Bytes()), "a.jpg", cancellationToken: Cancel)
        );

        Assert.Equal(ClientErrorCodes.Unreachable, error.Code);
        Assert.Null(error.StatusCode);
        Assert.Single(Server.Requests);
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
            Photos.UploadAsync(new MemoryStream(new byte[20_000_000]), "a.jpg", null, bytes => sent = bytes, Cancel)
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
            Photos.UploadAsync(new MemoryStream(Bytes()), "a.jpg", null, _ => cancel.Cancel(), cancel.Token)
        );
    }

    private static byte[] Bytes() => [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7 % 251))];
}
