using System.Text;
using Atelier.Core.Text;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Files;
using Atelier.TestKit.Photos;

namespace Atelier.Server.Tests.Photos;

public sealed class UploadTests(OpenUploads open) : IClassFixture<OpenUploads>
{
    private TestServer Server => open.Server;

    [Fact]
    [Trait("Requirement", "B-01")]
    [Trait("Requirement", "B-06")]
    [Trait("Requirement", "B-09")]
    [Trait("Requirement", "B-11")]
    [Trait("Requirement", "B-42")]
    public async Task Upload_Jpeg_OpensASessionAndAnswersASignedAddress()
    {
        var caller = await Server.AddCallerAsync();
        var photo = await PhotoBytes.JpegAsync();

        var answer = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo));

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal(
            ["success", "sessionId", "fileUrl", "fileName", "fileSize", "uploadedAt"],
            answer.Json.EnumerateObject().Select(field => field.Name)
        );
        Assert.True(answer.At("success").GetBoolean());
        Assert.True(SessionId.IsValid(answer.TextAt("sessionId")));
        Assert.Equal(("photo.jpg", photo.Length), (answer.TextAt("fileName"), answer.At("fileSize").GetInt32()));
        Assert.True(answer.At("uploadedAt").TryGetDateTimeOffset(out var at));
        Assert.InRange(TimeProvider.System.GetUtcNow() - at, TimeSpan.FromSeconds(-5), TimeSpan.FromMinutes(1));
        var session = Guid.Parse(answer.TextAt("sessionId")!);
        Assert.True(File.Exists(Path.Combine(Photo.Folder(Server, session), "input.jpg")));

        var url = new Uri(answer.TextAt("fileUrl")!).PathAndQuery;
        var shown = await Server.Nobody().GetAsync(url);
        Assert.Equal((200, "image/jpeg"), (shown.Status, shown.Header("Content-Type")));
        var expires = long.Parse(url.Split("exp=")[1].Split('&')[0], null);
        Assert.InRange(expires - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), 3500, 3600);
        foreach (
            var altered in (string[])
                [
                    url[..^2] + "xx",
                    url.Replace("type=input", "type=output", StringComparison.Ordinal),
                    url.Replace($"{session}", $"{SessionId.Create()}", StringComparison.Ordinal),
                    url.Replace($"exp={expires}", $"exp={expires + 60}", StringComparison.Ordinal),
                    url + "&w=100",
                ]
        )
        {
            PhotoRefusal.Is(await Server.Nobody().GetAsync(altered), 403, "FORBIDDEN");
        }

        // Whether it is shown or saved, whoever has the address chooses.
        var saved = await Server.Nobody().GetAsync(url + "&download=true");
        Assert.Equal(200, saved.Status);
        Assert.StartsWith("attachment; filename=\"", saved.Header("Content-Disposition"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "B-05")]
    public async Task Upload_PhotoWithPlaceScriptAndPolyglot_KeepsPixelsOnly()
    {
        var caller = await Server.AddCallerAsync();

        var answer = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(await PhotoBytes.PhoneAsync()));

        Assert.True(answer.Status == 200, answer.Text);
        var kept = (await caller.GetAsync($"/api/files/{answer.TextAt("sessionId")}?type=input")).Bytes;
        // It lay on its side, as its orientation said.
        Assert.Equal(new PictureFile("jpeg", 32, 48), PictureFile.Read(kept));
        var text = Encoding.Latin1.GetString(kept);
        foreach (var hidden in (string[])["Exif", "Stephansplatz", "<script", "php", "polyglot", "PK\x03"])
        {
            Assert.DoesNotContain(hidden, text, StringComparison.Ordinal);
        }

        var pixels = ServedPixels.Read(kept);
        Assert.True(pixels.Pixels[0] > 150 && pixels.Pixels[2] < 90, "red is not on top");
        await SaysNothingAsync(caller, answer.TextAt("sessionId")!, kept);
    }

    // Of whom, where and with what: exiftool finds the form of the file alone, in whatever format it is asked for.
    private async Task SaysNothingAsync(TestCaller caller, string session, byte[] kept)
    {
        var folder = Directory.CreateTempSubdirectory("atelier-shown-").FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "kept.jpeg"), kept);
        var image = await Server.House.ScalarAsync<Guid>(
            "SELECT id FROM images WHERE session_id = @session AND generation_id IS NULL",
            new { session = Guid.Parse(session) }
        );
        foreach (var format in (string[])["png", "jpeg", "webp", "avif"])
        {
            var shown = await caller.GetAsync($"/v1/images/{image}/original?format={format}");
            Assert.True(shown.Status == 200, shown.Text);
            await File.WriteAllBytesAsync(Path.Combine(folder, $"shown.{format}"), shown.Bytes);
        }

        var read = await ExifTool.ReadAsync(folder, TestContext.Current.CancellationToken);

        Directory.Delete(folder, recursive: true);
        Assert.Equal(5, read.Count);
        string[] about = ["SourceFile", "ExifTool", "System", "File", "Composite"];
        string[] forms = ["JFIF", "PNG", "RIFF", "QuickTime", "Track1", "Meta"];
        foreach (var (name, tags) in read)
        {
            Assert.Empty(
                tags.Keys.Where(tag => !about.Concat(forms).Contains(tag.Split(':')[0])).Select(tag => name + tag)
            );
        }
    }

    [Fact]
    [Trait("Requirement", "B-09")]
    public async Task Upload_PngWithAlpha_StaysOne()
    {
        var caller = await Server.AddCallerAsync();
        var form = Photo.Form(PhotoBytes.Png(alpha: true), "image/png", "logo.png");

        var answer = await caller.SendAsync(HttpMethod.Post, Photo.Door, form);

        var session = Guid.Parse(answer.TextAt("sessionId")!);
        Assert.True(File.Exists(Path.Combine(Photo.Folder(Server, session), "input.png")));
        var kept = await caller.GetAsync($"/api/files/{session}?type=input");
        Assert.Equal("image/png", kept.Header("Content-Type"));
        var pixels = ServedPixels.Read(kept.Bytes);
        Assert.Equal((4, 60), (pixels.Bands, pixels.Pixels[3]));
    }

    [Theory]
    [Trait("Requirement", "B-03")]
    [Trait("Requirement", "B-05")]
    [MemberData(nameof(BadFiles.All), MemberType = typeof(BadFiles))]
    public async Task Upload_FileThatIsNotTaken_IsRefusedAndLeavesNothing(string name)
    {
        var (bytes, type, code, message) = await BadFiles.MakeAsync(name);
        var caller = await Server.AddCallerAsync();
        var before = await HouseState.ReadAsync(Server.House);

        var answer = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(bytes, type));

        PhotoRefusal.Is(answer, 400, code, message);
        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
        await Photo.AssertSoundAsync(Server);
    }

    [Fact]
    [Trait("Requirement", "B-02")]
    public async Task Upload_LargerThanTheLimit_IsStoppedWhileReading()
    {
        var caller = await Server.AddCallerAsync();
        var before = await HouseState.ReadAsync(Server.House);
        byte[] most = [.. await PhotoBytes.JpegAsync(), .. new byte[5 * 1024 * 1024]];

        var answer = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(most));
        var exactly = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(most[..(5 * 1024 * 1024)]));

        PhotoRefusal.Is(answer, 413, "FILE_TOO_LARGE", "File too large. Maximum size is 5MB.");
        Assert.True(exactly.Status == 200, exactly.Text);
        await caller.DeleteAsync($"/api/sessions/{exactly.TextAt("sessionId")}");
        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Server.DataFolder, "cache", "uploads")));
    }

    [Fact]
    [Trait("Requirement", "B-04")]
    public async Task Upload_OtherShapes_AreRefused()
    {
        var caller = await Server.AddCallerAsync();
        var photo = await PhotoBytes.JpegAsync();
        var before = await HouseState.ReadAsync(Server.House);

        PhotoRefusal.Is(await SendAsync(null), 400, "NO_FILE", "No file uploaded");
        PhotoRefusal.Is(await SendAsync(new ByteArrayContent(photo)), 400, "NO_FILE", "No file uploaded");
        PhotoRefusal.Is(await SendAsync(new StringContent("{}")), 400, "NO_FILE", "No file uploaded");
        const string another = "Send one file in the field image, and no other field.";
        PhotoRefusal.Is(await SendAsync(Photo.Form(photo, field: "file")), 400, "INVALID_REQUEST", another);
        using var first = new MultipartFormDataContent { { new StringContent("premium"), "userTier" } };
        PhotoRefusal.Is(await SendAsync(first), 400, "INVALID_REQUEST", another);
        using var text = new MultipartFormDataContent { { new StringContent("words"), "image" } };
        PhotoRefusal.Is(await SendAsync(text), 400, "NO_FILE");
        using var empty = new MultipartFormDataContent("x");
        PhotoRefusal.Is(await SendAsync(empty), 400, "NO_FILE");
        var two = Photo.Form(photo);
        two.Add(new ByteArrayContent(photo), "image", "b.jpg");
        PhotoRefusal.Is(await SendAsync(two), 400, "INVALID_REQUEST");
        var more = Photo.Form(photo);
        more.Add(new StringContent("premium"), "userTier");
        PhotoRefusal.Is(await SendAsync(more), 400, "INVALID_REQUEST");
        PhotoRefusal.Is(await SendAsync(Raw("", "multipart/form-data")), 400, "INVALID_REQUEST");
        PhotoRefusal.Is(await SendAsync(Raw("--x\r\n" + new string('a', 20_000))), 400, "INVALID_REQUEST");
        var headers = string.Concat(Enumerable.Range(0, 2000).Select(at => $"X-{at}: y\r\n"));
        PhotoRefusal.Is(await SendAsync(Raw("--x\r\n" + headers)), 400, "INVALID_REQUEST");
        var cut = "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.jpg\"\r\n\r\nabc";
        PhotoRefusal.Is(await SendAsync(Raw(cut)), 400, "INVALID_REQUEST");

        foreach (var method in (string[])["GET", "PUT", "DELETE"])
        {
            var refused = await caller.SendAsync(new HttpMethod(method), Photo.Door, null);
            PhotoRefusal.Is(refused, 405, "METHOD_NOT_ALLOWED", "Method not allowed");
            Assert.Equal("POST", refused.Header("Allow"));
        }

        Assert.Equal(before, await HouseState.ReadAsync(Server.House));

        Task<Answer> SendAsync(HttpContent? content) => caller.SendAsync(HttpMethod.Post, Photo.Door, content);
    }

    [Theory]
    [Trait("Requirement", "B-01")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\photos\\me.jpg", "me.jpg")]
    [InlineData("a\u0001\u202Eb.jpg", "ab.jpg")]
    [InlineData("..", "upload")]
    [InlineData("Größe 5.jpg", "Größe 5.jpg")]
    public void Clean_NameOfAFile_LosesPathAndControlCharacters(string sent, string kept) =>
        Assert.Equal(kept, Atelier.Server.Photos.FileNames.Clean(sent));

    [Fact]
    public async Task Upload_NobodyOrAKeyThatOnlyReads_IsRefused()
    {
        var reader = await Server.AddCallerAsync(scopes: ["read"]);
        var photo = await PhotoBytes.JpegAsync();

        PhotoRefusal.Is(
            await Server.Nobody().SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo)),
            401,
            "UNAUTHORIZED"
        );
        PhotoRefusal.Is(await reader.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo)), 403, "FORBIDDEN");
    }

    [Fact]
    public async Task Upload_NoRoomForIt_IsACleanErrorAndLeavesNothing()
    {
        await using var own = new TestServer { Replace = OpenUploads.WithoutLimits };
        await own.InitializeAsync();
        var caller = await own.AddCallerAsync();
        // What stands where a folder should be fails as a full disk does.
        var sessions = Path.Combine(own.DataFolder, "sessions");
        await File.WriteAllTextAsync(sessions, "", TestContext.Current.CancellationToken);

        var unkept = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(await PhotoBytes.JpegAsync()));
        File.Delete(sessions);
        var uploads = Path.Combine(own.DataFolder, "cache", "uploads");
        Directory.Delete(uploads, recursive: true);
        await File.WriteAllTextAsync(uploads, "", TestContext.Current.CancellationToken);
        var unread = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(await PhotoBytes.JpegAsync()));
        File.Delete(uploads);

        PhotoRefusal.Is(unkept, 503, "SERVICE_UNAVAILABLE");
        PhotoRefusal.Is(unread, 503, "SERVICE_UNAVAILABLE");
        Assert.Equal(("30", "30"), (unkept.Header("Retry-After"), unread.Header("Retry-After")));
        // Whoever runs the house finds both in the log.
        Assert.Equal(
            2,
            own.Logs.Lines.Count(line => line.Contains("The place of the files", StringComparison.Ordinal))
        );
        Assert.Equal(0, await own.House.ScalarAsync<long>("SELECT count(*) FROM photo_sessions"));
        await Photo.UploadAsync(caller);
        await Photo.AssertSoundAsync(own);
    }

    private static StringContent Raw(string body, string type = "multipart/form-data; boundary=x")
    {
        var content = new StringContent(body);
        content.Headers.Remove("Content-Type");
        Assert.True(content.Headers.TryAddWithoutValidation("Content-Type", type));
        return content;
    }
}
