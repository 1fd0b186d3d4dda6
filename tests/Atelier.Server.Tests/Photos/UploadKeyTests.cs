using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Photos;
using Atelier.TestKit.Racing;

namespace Atelier.Server.Tests.Photos;

/// <summary>Uploads under an Idempotency-Key.</summary>
public sealed class UploadKeyTests(OpenUploads open) : IClassFixture<OpenUploads>
{
    private TestServer Server => open.Server;

    [Fact]
    public async Task Upload_SameKeyAndFile_IsOneSessionAndOneAnswer()
    {
        var caller = await Server.AddCallerAsync();
        var photo = await PhotoBytes.JpegAsync();

        var first = await SendAsync(caller, "one", Photo.Form(photo));
        // Another boundary, the same file.
        var again = await SendAsync(caller, "one", Photo.Form(photo));
        var other = await SendAsync(caller, "two", Photo.Form(photo));
        var without = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo));

        Assert.Equal(200, first.Status);
        Assert.Equal(Told(first), Told(again));
        Assert.Equal(200, (await Server.Nobody().GetAsync(new Uri(again.TextAt("fileUrl")!).PathAndQuery)).Status);
        Assert.Equal(
            3,
            new[] { first, other, without }.Select(answer => answer.TextAt("sessionId")).Distinct().Count()
        );
        Assert.Equal(3, await SessionsAsync(caller));
        await Photo.AssertSoundAsync(Server);
    }

    [Fact]
    public async Task Upload_SameKeyAndAnotherFileNameOrType_Is422AndKeepsNothing()
    {
        var caller = await Server.AddCallerAsync();
        var photo = await PhotoBytes.JpegAsync();
        await SendAsync(caller, "key", Photo.Form(photo));
        var before = await HouseState.ReadAsync(Server.House);

        foreach (
            var another in new[]
            {
                Photo.Form(PhotoBytes.Png(alpha: false), "image/png", "photo.jpg"),
                Photo.Form([.. photo, 0]),
                Photo.Form(photo, name: "other.jpg"),
                Photo.Form(photo, "image/jpg"),
                // Whatever else is wrong with it.
                Photo.Form([1, 2, 3]),
            }
        )
        {
            PhotoRefusal.Is(await SendAsync(caller, "key", another), 422, "IDEMPOTENCY_CONFLICT");
        }

        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
        await Photo.AssertSoundAsync(Server);
    }

    [Fact]
    public async Task Upload_SameKeyManyAtOnce_KeepsOnePicture()
    {
        var caller = await Server.AddCallerAsync();
        var photo = await PhotoBytes.JpegAsync();
        var png = PhotoBytes.Png(alpha: true);

        var answers = await Together.RunAsync(6, _ => SendAsync(caller, "race", Photo.Form(photo)));
        var either = await Together.RunAsync(
            6,
            turn =>
                SendAsync(
                    caller,
                    "two bodies",
                    turn % 2 == 0 ? Photo.Form(photo) : Photo.Form(png, "image/png", "photo.png")
                )
        );

        Assert.All(answers, answer => Assert.True(answer.Status == 200, answer.Text));
        Assert.Single(answers.Select(Told).Distinct());
        Assert.Equal([200, 422], either.Select(answer => answer.Status).Distinct().Order());
        Assert.Single(either.Where(answer => answer.Status == 200).Select(Told).Distinct());
        Assert.Equal(3, either.Count(answer => answer.Status == 200));
        Assert.Equal(2, await SessionsAsync(caller));
        await Photo.AssertSoundAsync(Server);
    }

    [Fact]
    public async Task Upload_KeyOfASessionThatIsOverOrADayOld_OpensAnother()
    {
        var caller = await Server.AddCallerAsync();
        var photo = await PhotoBytes.JpegAsync();
        var first = await SendAsync(caller, "again", Photo.Form(photo));
        await caller.DeleteAsync($"/api/sessions/{first.TextAt("sessionId")}");

        var second = await SendAsync(caller, "again", Photo.Form(PhotoBytes.Png(alpha: true), "image/png", "b.png"));
        await AgeAsync(second, "active_at = active_at - interval '5 hours'");
        var third = await SendAsync(caller, "again", Photo.Form(photo));
        await AgeAsync(third, "created_at = created_at - interval '25 hours'");
        var fourth = await SendAsync(caller, "again", Photo.Form(photo));

        Assert.Equal(200, second.Status);
        Assert.Equal(4, new[] { first, second, third, fourth }.Select(Told).Distinct().Count());
        // That its key has another now takes nothing from it.
        Assert.Equal(200, (await caller.GetAsync($"/api/files/{third.TextAt("sessionId")}?type=input")).Status);
        Assert.Equal(Told(fourth), Told(await SendAsync(caller, "again", Photo.Form(photo))));
    }

    [Fact]
    public async Task Upload_KeyOfAnotherAccountOrDoorOrOfARefusedFile_IsFree()
    {
        var (caller, other) = (await Server.AddCallerAsync(), await Server.AddCallerAsync());
        var photo = await PhotoBytes.JpegAsync();
        PhotoRefusal.Is(await SendAsync(caller, "shared", Photo.Form([1, 2, 3])), 400, "INVALID_FILE_TYPE");

        var mine = await SendAsync(caller, "shared", Photo.Form(photo));
        var theirs = await SendAsync(other, "shared", Photo.Form(photo));
        var body = PhotoServer.Body(Guid.Parse(mine.TextAt("sessionId")!), "\"style\": \"oil\"");
        var task = await caller.PostAsync(PhotoServer.Generate, body, ("Idempotency-Key", "shared"));

        Assert.Equal((200, 200, 202), (mine.Status, theirs.Status, task.Status));
        Assert.NotEqual(Told(mine), Told(theirs));
    }

    [Fact]
    public async Task Upload_KeyThatIsNone_IsRefusedBeforeTheFileIsRead()
    {
        var caller = await Server.AddCallerAsync();
        var photo = await PhotoBytes.JpegAsync();

        PhotoRefusal.Is(await SendAsync(caller, new string('k', 256), Photo.Form(photo)), 400, "INVALID_REQUEST");

        Assert.Equal(0, await SessionsAsync(caller));
    }

    private static Task<Answer> SendAsync(TestCaller caller, string key, HttpContent form) =>
        caller.SendAsync(HttpMethod.Post, Photo.Door, form, ("Idempotency-Key", key));

    // All but the address, whose time is signed.
    private static string Told(Answer answer) =>
        string.Join(
            '|',
            new[] { "sessionId", "fileName", "fileSize", "uploadedAt" }.Select(field => answer.At(field).GetRawText())
        );

    private Task<long> SessionsAsync(TestCaller caller) =>
        Server.House.ScalarAsync<long>(
            "SELECT count(*) FROM photo_sessions WHERE account_id = @AccountId",
            new { caller.AccountId }
        );

    private Task AgeAsync(Answer upload, string change) =>
        Server.House.ExecuteAsync(
            $"UPDATE photo_sessions SET {change} WHERE id = @id",
            new { id = Guid.Parse(upload.TextAt("sessionId")!) }
        );
}
