using Atelier.Core.Text;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Photos;

public sealed class PhotoFileTests(OpenUploads open) : IClassFixture<OpenUploads>
{
    private TestServer Server => open.Server;

    [Fact]
    [Trait("Requirement", "B-41")]
    [Trait("Requirement", "B-42")]
    [Trait("Requirement", "B-43")]
    public async Task Get_InputAndOutput_AreServedWithNameAgeAndTag()
    {
        var caller = await Server.AddCallerAsync();
        var session = await Photo.UploadAsync(caller);
        PhotoRefusal.Is(await caller.GetAsync($"/api/files/{session}"), 404, "FILE_NOT_FOUND", "File not found");
        await Photo.MakeAsync(Server, caller, session, "\"style\": \"oil\"");
        var (_, last) = await Photo.MakeAsync(
            Server,
            caller,
            session,
            "\"style\": \"pixel\", \"output_format\": \"jpeg\""
        );

        var input = await caller.GetAsync($"/api/files/{session}?type=input&download=false");
        var output = await caller.GetAsync($"/api/files/{session}");
        var saved = await caller.GetAsync($"/api/files/{session}?type=output&download=true");
        var tag = ("If-None-Match", output.Header("ETag")!);
        var again = await caller.GetAsync($"/api/files/{session}", tag);
        var part = await caller.GetAsync($"/api/files/{session}", ("Range", "bytes=0-9"));
        var head = await caller.SendAsync(HttpMethod.Head, $"/api/files/{session}", null);

        Assert.Equal((200, "image/jpeg"), (input.Status, input.Header("Content-Type")));
        Assert.Equal("inline; filename=\"input.jpg\"", input.Header("Content-Disposition"));
        Assert.Equal("inline; filename=\"output.jpg\"", output.Header("Content-Disposition"));
        Assert.Equal("max-age=3600, private", input.Header("Cache-Control"));
        // The next output is under the same address.
        Assert.Equal("must-revalidate, max-age=0, private", output.Header("Cache-Control"));
        Assert.Equal(output.Bytes, (await caller.GetAsync($"/v1/images/{last}/original")).Bytes);
        Assert.Equal(output.Bytes, saved.Bytes);
        Assert.Matches(
            "^attachment; filename=\"CodeLeonardo_pixel_[0-9]{13}\\.jpg\"$",
            saved.Header("Content-Disposition")
        );
        Assert.Equal((304, 206, 10), (again.Status, part.Status, part.Bytes.Length));
        Assert.Equal((200, 0), (head.Status, head.Bytes.Length));
        Assert.True(
            File.Exists(Path.Combine(Photo.Folder(Server, session), $"{last}", "output.jpg")),
            "the output lies elsewhere"
        );
        await Photo.AssertSoundAsync(Server);
    }

    [Fact]
    [Trait("Requirement", "B-41")]
    [Trait("Requirement", "B-64")]
    public async Task Get_WrongIdsTypesAndCallers_AreRefused()
    {
        var caller = await Server.AddCallerAsync();
        var other = await Server.AddCallerAsync();
        var session = await Photo.UploadAsync(caller);

        foreach (var id in (string[])["x", $"{Guid.CreateVersion7()}", $"{session:N}", $"%7B{session}%7D"])
        {
            PhotoRefusal.Is(await caller.GetAsync($"/api/files/{id}"), 400, "INVALID_SESSION", "Invalid session ID");
            PhotoRefusal.Is(
                await caller.DeleteAsync($"/api/sessions/{id}"),
                400,
                "INVALID_SESSION",
                "Invalid session ID"
            );
        }

        foreach (var path in (string[])[$"{SessionId.Create()}", $"{session}"])
        {
            var file = $"/api/files/{path}?type=input";
            PhotoRefusal.Is(await other.GetAsync(file), 404, "SESSION_NOT_FOUND", "Session not found");
            PhotoRefusal.Is(await other.DeleteAsync($"/api/sessions/{path}"), 404, "SESSION_NOT_FOUND");
            PhotoRefusal.Is(await Server.Nobody().GetAsync(file), 401, "UNAUTHORIZED");
            PhotoRefusal.Is(await Server.Nobody().GetAsync($"{file}&sig=x&kid=y&exp=1"), 403, "FORBIDDEN");
        }

        Assert.Equal(200, (await caller.GetAsync($"/api/files/{$"{session}".ToUpperInvariant()}?type=input")).Status);
        foreach (var query in (string[])["type=clean", "type=", "download=1", "image=x", "type=input&type=output"])
        {
            PhotoRefusal.Is(await caller.GetAsync($"/api/files/{session}?{query}"), 400, "INVALID_REQUEST");
        }

        var post = await caller.PostAsync($"/api/files/{session}", "{}");
        PhotoRefusal.Is(post, 405, "METHOD_NOT_ALLOWED", "Method not allowed");
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    public async Task Get_OutputOfAFreeAccount_CarriesTheMark()
    {
        var free = await Server.AddCallerAsync(tier: "free");
        var session = await Photo.UploadAsync(free);
        var (generation, image) = await Photo.MakeAsync(Server, free, session);

        var output = await free.GetAsync($"/api/files/{session}?download=true");

        Assert.Equal(200, output.Status);
        var clean = Path.Combine(Photo.Folder(Server, session), $"{image}", "clean.png");
        Assert.NotEqual(await File.ReadAllBytesAsync(clean, TestContext.Current.CancellationToken), output.Bytes);
        Assert.Equal(output.Bytes, (await free.GetAsync($"/v1/images/{image}/original")).Bytes);
        foreach (var wish in (string[])["type=clean", "image=clean", $"type=input&image={image}"])
        {
            Assert.InRange((await free.GetAsync($"/api/files/{session}?{wish}")).Status, 400, 404);
        }

        Assert.Equal(404, (await free.GetAsync($"/v1/images/{image}/clean")).Status);
        Assert.NotEqual(Guid.Empty, generation);
    }

    [Fact]
    public async Task Get_UploadAsWholeWebp_IsRendered()
    {
        var caller = await Server.AddCallerAsync();
        var session = await Photo.UploadAsync(caller);
        var path = $"/v1/images/{await UploadOfAsync(session)}";

        var signed = await caller.PostAsync($"{path}/urls", """{"format": "webp"}""");
        Answer[] files =
        [
            await caller.GetAsync($"{path}/original?format=webp"),
            await caller.GetAsync($"{path}/original?format=webp&q=100"),
            await caller.GetAsync($"{path}/original?format=auto", ("Accept", "image/webp")),
            await Server.Nobody().GetAsync(signed.TextAt("url")!),
        ];

        var original = PictureFile.Read((await caller.GetAsync($"{path}/original")).Bytes);
        Assert.All(
            files,
            file =>
            {
                Assert.True(file.Status == 200, file.Text);
                Assert.Equal("image/webp", file.Header("Content-Type"));
                Assert.Equal(original with { Format = "webp" }, PictureFile.Read(file.Bytes));
            }
        );
    }

    [Fact]
    public async Task Get_UploadAsAnImage_IsTheOwnersOnlyAndHasNoOptimizedFile()
    {
        var caller = await Server.AddCallerAsync();
        var other = await Server.AddCallerAsync();
        var session = await Photo.UploadAsync(caller);
        var image = await UploadOfAsync(session);

        Assert.Equal(200, (await caller.GetAsync($"/v1/images/{image}/original")).Status);
        Assert.Equal(200, (await caller.GetAsync($"/v1/images/{image}/original?w=16&format=webp")).Status);
        Assert.Equal(404, (await caller.GetAsync($"/v1/images/{image}/thumbnail")).Status);
        Assert.Equal(404, (await caller.GetAsync($"/v1/images/{image}/optimized")).Status);
        Assert.Equal(404, (await other.GetAsync($"/v1/images/{image}/original")).Status);
        Assert.Equal(200, (await caller.PostAsync($"/v1/images/{image}/urls", "{}")).Status);
        Assert.Equal(404, (await other.PostAsync($"/v1/images/{image}/urls", "{}")).Status);
        Assert.Equal(404, (await caller.PostAsync($"/v1/images/{image}/urls", """{"variant": "optimized"}""")).Status);
        Assert.Equal(200, (await caller.GetAsync($"/v1/images/{image}/thumb-256")).Status);
        Assert.Equal(0, (await caller.GetAsync("/v1/generations")).At("data").GetArrayLength());
    }

    private Task<Guid> UploadOfAsync(Guid session) =>
        Server.House.ScalarAsync<Guid>(
            "SELECT id FROM images WHERE session_id = @session AND generation_id IS NULL",
            new { session }
        );
}
