using System.Text;
using Atelier.Client.Errors;
using Atelier.Client.Photos;
using Atelier.Client.Tests.Serving;
using Microsoft.AspNetCore.Http;

namespace Atelier.Client.Tests.Photos;

public sealed class FileTests : ClientTests
{
    private const string FilePath = $"/api/files/{Answers.SessionId}";

    [Theory]
    [InlineData(PhotoFile.Output, false, "?type=output")]
    [InlineData(PhotoFile.Input, true, "?type=input&download=true")]
    [Trait("Requirement", "B-72")]
    public void FileUrl_TypeAndDownload_AreInTheAddress(PhotoFile file, bool download, string query)
    {
        using var client = CreateSut(new AtelierClientOptions { BaseAddress = new Uri("https://a.example/below") });

        Assert.Equal(
            $"https://a.example/below{FilePath}{query}",
            client.Photos.FileUrl(Answers.SessionId, file, download).AbsoluteUri
        );
    }

    [Theory]
    [InlineData("../../admin/api/accounts")]
    [InlineData("x?type=input&y=")]
    [InlineData("//evil.example/")]
    public void FileUrl_HostileSession_StaysAtTheDoor(string session)
    {
        var url = Photos.FileUrl(session);

        Assert.Equal(Server.Url.Authority, url.Authority);
        Assert.StartsWith("/api/files/", url.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal("?type=output", url.Query);
    }

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task DownloadAsync_Output_WritesItsBytesAndTellsNameAndType()
    {
        Server.On(
            "GET",
            FilePath,
            Answers.Text(
                200,
                "image/jpeg",
                "picture",
                ("Content-Disposition", "attachment; filename=\"../CodeLeonardo_oil_1.jpg\"")
            )
        );
        using var file = new MemoryStream();

        var photo = await Photos.DownloadAsync(Answers.SessionId, file, cancellationToken: Cancel);

        Assert.Equal(new DownloadedPhoto("image/jpeg", 7, "CodeLeonardo_oil_1.jpg"), photo);
        Assert.Equal("picture", Encoding.UTF8.GetString(file.ToArray()));
        Assert.Equal("?type=output&download=true", Assert.Single(Server.Requests).Query);
        Assert.True(file.CanWrite, "The caller's stream was closed.");
    }

    [Fact]
    public async Task DownloadAsync_BodyBreaksOff_IsAFailureAndNoShortPicture()
    {
        Server.On("GET", FilePath, Half);

        var error = await FailsAsync(() =>
            Photos.DownloadAsync(Answers.SessionId, new MemoryStream(), cancellationToken: Cancel)
        );

        Assert.Equal(ClientErrorCodes.Unreachable, error.Code);
    }

    [Fact]
    public async Task DownloadAsync_BodyStandsStill_EndsAfterTheLimit()
    {
        using var client = CreateSut(new AtelierClientOptions { CallLimit = TimeSpan.FromMinutes(2) });
        Server.On("GET", FilePath, Stuck);

        var error = await FailsAsync(() =>
            client.Photos.DownloadAsync(Answers.SessionId, new MemoryStream(), cancellationToken: Cancel)
        );

        Assert.Equal(ClientErrorCodes.TimedOut, error.Code);
    }

    [Fact]
    public async Task DownloadAsync_AddressElsewhere_DoesNotGetTheKey()
    {
        await using var bucket = await LyingServer.StartAsync();
        bucket.On("GET", "/photo", Answers.Text(200, "image/jpeg", "x"));
        Server.On("GET", "/signed", Answers.Text(200, "image/jpeg", "x"));
        using var client = CreateSut(new AtelierClientOptions { ApiKey = "atl_key" });

        await client.Photos.DownloadAsync(new Uri(bucket.Url, "/photo"), new MemoryStream(), Cancel);
        await client.Photos.DownloadAsync(new Uri("/signed?sig=1", UriKind.Relative), new MemoryStream(), Cancel);

        Assert.Null(Assert.Single(bucket.Requests).Header("Authorization"));
        Assert.Equal("Bearer atl_key", Assert.Single(Server.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task DownloadAsync_FullDisk_IsTheCallersOwnException()
    {
        Server.On("GET", FilePath, Answers.Text(200, "image/jpeg", "picture"));
        await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);

        await Assert.ThrowsAsync<IOException>(() =>
            Photos.DownloadAsync(Answers.SessionId, full, cancellationToken: Cancel)
        );
    }

    private static async Task Half(HttpContext context)
    {
        context.Response.ContentLength = 100;
        await context.Response.WriteAsync("half");
        await context.Response.Body.FlushAsync();
        await Answers.Break(context);
    }

    private async Task Stuck(HttpContext context)
    {
        await context.Response.WriteAsync("half");
        await context.Response.Body.FlushAsync();
        // For the headers, for what came, and for what never comes.
        await Time.SetAsync(TimeSpan.FromMinutes(2), times: 3);
        Time.Leap(TimeSpan.FromMinutes(2));
        await Answers.Hang(Server)(context);
    }
}
