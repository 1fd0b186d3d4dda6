using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Atelier.Engine.Health;
using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Server.Limits;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

/// <summary>A server with an emulated OpenAI and LegNext, and photos that were uploaded to it. All tests come from one address, so its limits are off.</summary>
public sealed class PhotoServer : IAsyncLifetime
{
    public const string Generate = "/api/generate";
    public const string Status = "/api/status";

    private static readonly PixelBuffer Photo = new(
        64,
        48,
        3,
        [.. Enumerable.Range(0, 64 * 48 * 3).Select(i => (byte)i)]
    );

    public EmulatedServer Emulated { get; } =
        new()
        {
            Replace = services =>
            {
                services.PostConfigure<AddressLimitOptions>(limits =>
                    limits.Changes = limits.Reads = limits.Uploads = 0
                );
                // What fails in one test must not send the next one elsewhere.
                services.AddSingleton<IOfferHealth>(new StillHealth());
            },
        };

    public TestServer Server => Emulated.Server;

    public ValueTask InitializeAsync() => Emulated.InitializeAsync();

    public ValueTask DisposeAsync() => Emulated.DisposeAsync();

    /// <summary>A session with its photo.</summary>
    public Task<Guid> UploadAsync(TestCaller caller) => UploadAsync(Server, caller);

    /// <summary>A session with its photo, as an upload leaves them.</summary>
    public static async Task<Guid> UploadAsync(TestServer server, TestCaller caller)
    {
        var session = await server.House.AddPhotoSessionAsync(caller.AccountId);
        var id = Guid.CreateVersion7();
        var folder = $"images/{Guid.Empty}/{id}";
        var path = Directory.CreateDirectory(Path.Combine(server.DataFolder, folder)).FullName;
        // Whoever asks for it has libvips started.
        _ = server.Services.GetRequiredService<PictureReader>();
        var bytes = PictureEncoder.Png(Photo);
        await File.WriteAllBytesAsync(Path.Combine(path, "input.png"), bytes, TestContext.Current.CancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await server.House.ExecuteAsync(
            """
            INSERT INTO images (id, account_id, provider, model, width, height, format, files, session_id, folder)
            VALUES (@id, @account, 'upload', '', @Width, @Height, 'png', jsonb_build_object('original', jsonb_build_object(
              'name', 'input.png', 'media_type', 'image/png', 'width', @Width, 'height', @Height, 'bytes', @Length,
              'sha256', @hash)), @session, @folder)
            """,
            new
            {
                id,
                account = caller.AccountId,
                Photo.Width,
                Photo.Height,
                bytes.Length,
                hash,
                session,
                folder,
            }
        );
        return session;
    }

    /// <summary>The photo as a form that a page would send.</summary>
    public static MultipartFormDataContent Form(TestServer server)
    {
        _ = server.Services.GetRequiredService<PictureReader>();
        var file = new ByteArrayContent(PictureEncoder.Png(Photo));
        file.Headers.ContentType = new("image/png");
        return new MultipartFormDataContent { { file, "image", "photo.png" } };
    }

    /// <summary>Asks for a photo's restyling; the task's address.</summary>
    public static async Task<string> StartAsync(TestCaller caller, Guid session, string more = "")
    {
        var answer = await caller.PostAsync(Generate, Body(session, more));
        Assert.True(answer.Status == 202, answer.Text);
        return answer.Header("Location")!;
    }

    /// <summary>A task at its end.</summary>
    public static async Task<Answer> EndOfAsync(TestCaller caller, string address)
    {
        Answer? last = null;
        await TestServer.UntilAsync(async () =>
        {
            last = await caller.GetAsync(address);
            return last.TextAt("status") is "completed" or "failed";
        });
        return last!;
    }

    public static string Body(Guid session, string more = "") =>
        $$"""{"sessionId": "{{session}}"{{(more.Length > 0 ? ", " + more : "")}}}""";

    /// <summary>A field with a text of any kind.</summary>
    public static string Field(string name, string value) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {JsonSerializer.Serialize(value)}");
}
