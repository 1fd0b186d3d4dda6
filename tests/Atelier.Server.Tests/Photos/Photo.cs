using System.Net.Http.Headers;
using Atelier.Data.Blobs;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Photos;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

/// <summary>Uploads, and pictures that are made in their sessions.</summary>
internal static class Photo
{
    public const string Door = "/api/upload";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static MultipartFormDataContent Form(
        byte[] bytes,
        string? type = "image/jpeg",
        string name = "photo.jpg",
        string field = "image"
    )
    {
        var file = new ByteArrayContent(bytes);
        if (type is not null)
        {
            file.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        return new MultipartFormDataContent { { file, field, name } };
    }

    /// <summary>Uploads a JPEG; the session.</summary>
    public static async Task<Guid> UploadAsync(TestCaller caller, params (string, string)[] headers)
    {
        var answer = await caller.SendAsync(HttpMethod.Post, Door, Form(await PhotoBytes.JpegAsync()), headers);
        Assert.True(answer.Status == 200, answer.Text);
        return Guid.Parse(answer.TextAt("sessionId")!);
    }

    /// <summary>Makes a picture in a session; its generation and its id.</summary>
    public static async Task<(Guid Generation, Guid Image)> MakeAsync(
        TestServer server,
        TestCaller caller,
        Guid session,
        string more = ""
    )
    {
        await server.PauseAsync();
        var address = await caller.StartAsync(Bodies.Small(more));
        var generation = Guid.Parse(address.Split('/')[^1]);
        await server.House.ExecuteAsync(
            "UPDATE generations SET session_id = @session, client = '\\x01' WHERE id = @generation",
            new { session, generation }
        );
        await server.ResumeAsync();
        var made = await caller.EndOfAsync(address);
        Assert.Equal("complete", made.TextAt("state"));
        return (generation, made.At("images")[0].GetProperty("id").GetGuid());
    }

    public static PhotoChecker Checker(TestServer server) =>
        new(server.House.Data, server.Services.GetRequiredService<IBlobStore>());

    public static async Task AssertSoundAsync(TestServer server) =>
        Assert.Empty(await Checker(server).CheckAsync(Cancel));

    public static string Folder(TestServer server, Guid session) =>
        Path.Combine(server.DataFolder, BlobKeys.FolderOfSession(session));
}
