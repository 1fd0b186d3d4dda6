using System.Text;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Photos;

/// <summary>What the photo door refuses, in its own shape, with nothing written.</summary>
[Collection(PhotoHouse.Name)]
public sealed class PhotoRefusalTests(PhotoServer photos)
{
    private const string AnId = "01931c00-0000-7000-8000-000000000000";
    private const string V4 = "6f1c2a34-5b6d-4e7f-8a90-1b2c3d4e5f60";

    private TestServer Server => photos.Server;

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"sessionId": null}""")]
    [InlineData("""{"sessionId": 7}""")]
    [InlineData("""{"sessionId": ""}""")]
    [InlineData("""{"sessionId": "x"}""")]
    [InlineData($$"""{"sessionId": "{{AnId}}"}""")]
    [InlineData("""{"sessionId": "6f1c2a34-5b6d-4e7f-ca90-1b2c3d4e5f60"}""")]
    [InlineData("""{"sessionId": "{6f1c2a34-5b6d-4e7f-8a90-1b2c3d4e5f60}"}""")]
    [InlineData("""{"sessionId": "../6f1c2a34-5b6d-4e7f-8a90-1b2c3d4e5f60"}""")]
    [Trait("Requirement", "B-31")]
    [Trait("Requirement", "B-64")]
    public async Task Generate_SessionThatIsNoUuidOfVersion4_Is400(string body)
    {
        var answer = await Refused.PostAsync(Server, PhotoServer.Generate, body);

        PhotoRefusal.Is(answer, 400, "INVALID_SESSION", "Invalid session ID");
    }

    [Fact]
    [Trait("Requirement", "B-31")]
    public async Task Generate_SessionUnknownForeignEmptyExpiredOrGoing_Is404()
    {
        var (caller, other) = (await Server.AddCallerAsync(), await Server.AddCallerAsync());
        var foreign = await photos.UploadAsync(other);
        var empty = await Server.House.AddPhotoSessionAsync(caller.AccountId);
        var expired = await photos.UploadAsync(caller);
        var going = await photos.UploadAsync(caller);
        await Server.House.ExecuteAsync(
            """
            UPDATE photo_sessions SET active_at = active_at - interval '5 hours' WHERE id = @expired;
            UPDATE photo_sessions SET state = 'cleaning' WHERE id = @going
            """,
            new { expired, going }
        );
        var before = await HouseState.ReadAsync(Server.House);

        foreach (var session in new[] { Guid.Parse(V4), foreign, empty, expired, going })
        {
            var answer = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session));
            PhotoRefusal.Is(answer, 404, "SESSION_NOT_FOUND", "Session not found");
        }

        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
    }

    [Theory]
    [InlineData("anime")]
    [InlineData("realistic")]
    [InlineData("")]
    [InlineData("<script>")]
    [Trait("Requirement", "B-20")]
    public async Task Generate_StyleThatIsNoTransfer_Is400WithTheList(string style)
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);

        var answer = await caller.PostAsync(
            PhotoServer.Generate,
            PhotoServer.Body(session, PhotoServer.Field("style", style))
        );

        PhotoRefusal.Is(answer, 400, "INVALID_STYLE");
        Assert.Contains("ghibli, dragonball, pixel, oil, cartoon", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "B-18")]
    public async Task Generate_StyleSwitchedOff_Is400AndNotListed()
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);
        await Server.Owner().PutAsync("/admin/api/policy", """{"styles": {"ghibli": false}}""");

        var answer = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session, "\"style\": \"ghibli\""));
        await Server.Owner().PutAsync("/admin/api/policy", """{"styles": {"ghibli": true}}""");

        PhotoRefusal.Is(answer, 400, "INVALID_STYLE");
        Assert.Contains("use one of dragonball,", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Style\": \"oil\"", "There is no field 'Style'")]
    [InlineData("\"n\": 4", "There is no field 'n'")]
    [InlineData("\"quality\": \"ultra\"", "standard, hd")]
    [InlineData("\"outputFormat\": \"webp\"", "jpg, jpeg, png")]
    [InlineData("\"fallback\": \"never\"", "strict, declared, best_effort")]
    [InlineData("\"model\": \"flux1\", \"provider\": \"google_gemini\"", "model or provider")]
    [InlineData("\"customPrompt\": 7", "customPrompt must be a string")]
    [InlineData("\"customPrompt\": \"a\\u0000b\"", "customPrompt holds a control character", "INVALID_PROMPT")]
    public async Task Generate_WrongField_Is400AndNamed(string fields, string words, string code = "INVALID_REQUEST")
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);

        var answer = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session, fields));

        PhotoRefusal.Is(answer, 400, code);
        Assert.Contains(words, answer.TextAt("error.message"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "B-69")]
    public async Task Doors_WhatTheWallRefuses_HasTheEnvelopeToo()
    {
        var caller = await Server.AddCallerAsync();
        var reader = await Server.AddCallerAsync(scopes: ["read"]);
        var none = await Server.AddCallerAsync(scopes: ["admin"]);
        var before = await HouseState.ReadAsync(Server.House);
        foreach (
            var (method, path, allow) in new[]
            {
                ("GET", PhotoServer.Generate, "POST"),
                ("PUT", PhotoServer.Generate, "POST"),
                ("POST", $"{PhotoServer.Status}/{AnId}", "GET, HEAD"),
                ("DELETE", $"{PhotoServer.Status}/{AnId}", "GET, HEAD"),
                ("POST", "/api/usage", "GET"),
                ("POST", "/api/health", "GET"),
            }
        )
        {
            var answer = await caller.SendAsync(new HttpMethod(method), path, null);
            PhotoRefusal.Is(answer, 405, "METHOD_NOT_ALLOWED", "Method not allowed");
            Assert.Equal(allow.Split(", "), answer.Header("Allow")!.Split(", ").Order());
        }

        var good = PhotoServer.Body(Guid.Parse(V4));
        PhotoRefusal.Is(await Server.Nobody().PostAsync(PhotoServer.Generate, good), 401, "UNAUTHORIZED");
        PhotoRefusal.Is(await Server.Nobody().GetAsync($"{PhotoServer.Status}/{AnId}"), 401, "UNAUTHORIZED");
        PhotoRefusal.Is(await Server.Nobody().GetAsync("/api/usage"), 401, "UNAUTHORIZED");
        PhotoRefusal.Is(
            await Server.Nobody().GetAsync("/api/usage", ("Authorization", "Bearer atl_wrong")),
            401,
            "UNAUTHORIZED"
        );
        PhotoRefusal.Is(await reader.PostAsync(PhotoServer.Generate, good), 403, "FORBIDDEN");
        PhotoRefusal.Is(await none.GetAsync($"{PhotoServer.Status}/{AnId}"), 403, "FORBIDDEN");
        PhotoRefusal.Is(await none.GetAsync("/api/usage"), 403, "FORBIDDEN");
        PhotoRefusal.Is(await caller.PostAsync(PhotoServer.Generate, "{"), 400, "INVALID_REQUEST");
        PhotoRefusal.Is(await caller.PostAsync(PhotoServer.Generate, "[]"), 400, "INVALID_REQUEST");
        PhotoRefusal.Is(await caller.PostAsync(PhotoServer.Generate, good, ("Host", "evil.example")), 403, "FORBIDDEN");
        PhotoRefusal.Is(
            await caller.PostAsync(PhotoServer.Generate, good, ("Idempotency-Key", "")),
            400,
            "INVALID_REQUEST"
        );
        using var text = new StringContent("sessionId", Encoding.UTF8, "text/plain");
        PhotoRefusal.Is(
            await caller.SendAsync(HttpMethod.Post, PhotoServer.Generate, text),
            415,
            "UNSUPPORTED_MEDIA_TYPE"
        );
        var large = $$"""{"sessionId": "{{V4}}", "customPrompt": "{{new string('a', 1024 * 1024)}}"}""";
        // Refused before it is sent: who is still sending may see the connection end first.
        PhotoRefusal.Is(
            await caller.PostAsync(PhotoServer.Generate, large, ("Expect", "100-continue")),
            413,
            "BODY_TOO_LARGE"
        );
        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/x")]
    [InlineData("/123")]
    [InlineData("/{01931c00-0000-7000-8000-000000000000}")]
    [InlineData("/01931c0000007000800000000000000g")]
    [Trait("Requirement", "B-39")]
    public async Task Status_IdThatIsNone_Is400(string id)
    {
        var caller = await Server.AddCallerAsync();

        PhotoRefusal.Is(await caller.GetAsync(PhotoServer.Status + id), 400, "INVALID_TASK", "Invalid task ID");
    }

    [Fact]
    [Trait("Requirement", "B-39")]
    public async Task Status_UnknownForeignOfAnotherDoorOrCleanedUp_Is404()
    {
        var (caller, other) = (await Server.AddCallerAsync(), await Server.AddCallerAsync());
        var session = await photos.UploadAsync(caller);
        var address = await PhotoServer.StartAsync(caller, session);
        var elsewhere = await caller.StartAsync(Bodies.Small("\"model\": \"local-painter\""));
        await PhotoServer.EndOfAsync(caller, address);

        Assert.Equal(200, (await caller.SendAsync(HttpMethod.Head, address, null)).Status);
        PhotoRefusal.Is(await other.GetAsync(address), 404, "TASK_NOT_FOUND", "Task not found");
        PhotoRefusal.Is(await caller.GetAsync($"{PhotoServer.Status}/{AnId}"), 404, "TASK_NOT_FOUND");
        var native = EmulatedServer.IdOf(elsewhere);
        PhotoRefusal.Is(await caller.GetAsync($"{PhotoServer.Status}/{native}"), 404, "TASK_NOT_FOUND");
        await Server.House.ExecuteAsync(
            "UPDATE generations SET session_id = NULL WHERE session_id = @session",
            new { session }
        );
        PhotoRefusal.Is(await caller.GetAsync(address), 404, "TASK_NOT_FOUND");
    }

    [Fact]
    public async Task Generate_SameKeyTwice_IsOneTaskAndAnotherBodyIs422()
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);
        var key = ("Idempotency-Key", "photo-1");
        await Server.PauseAsync();

        var first = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session), key);
        var again = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session), key);
        var other = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session, "\"style\": \"oil\""), key);
        await Server.ResumeAsync();

        Assert.Equal((202, 202), (first.Status, again.Status));
        Assert.Equal(first.TextAt("taskId"), again.TextAt("taskId"));
        Assert.Equal(first.Header("Location"), again.Header("Location"));
        PhotoRefusal.Is(other, 422, "IDEMPOTENCY_CONFLICT");
        await PhotoServer.EndOfAsync(caller, first.Header("Location")!);
    }

    [Fact]
    [Trait("Requirement", "B-63")]
    public async Task Generate_LongPromptWithMarkup_IsCleanedCutAndSaidSo()
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);
        await Server.PauseAsync();

        foreach (var length in new[] { 600, 5_000 })
        {
            var words = "tone = warm onload=x javascript:y " + new string('a', length);
            var answer = await caller.PostAsync(
                PhotoServer.Generate,
                PhotoServer.Body(session, PhotoServer.Field("customPrompt", words))
            );

            Assert.True(answer.Status == 202, answer.Text);
            var losses = answer.At("degradations").GetRawText();
            Assert.Contains("500", losses, StringComparison.Ordinal);
            Assert.Contains("javascript:", losses, StringComparison.Ordinal);
            await caller.DeleteAsync($"/v1/generations/{answer.TextAt("taskId")}");
        }

        await Server.ResumeAsync();
    }

    [Fact]
    [Trait("Requirement", "C-52")]
    public async Task Generate_AgainstThePolicy_Is422AndNothingIsWritten()
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);
        var before = await HouseState.ReadAsync(Server.House);

        var answer = await caller.PostAsync(
            PhotoServer.Generate,
            PhotoServer.Body(session, PhotoServer.Field("customPrompt", "explicit nude pornography"))
        );

        PhotoRefusal.Is(answer, 422, "CONTENT_POLICY");
        Assert.True(answer.At("contentPolicy.violated").GetBoolean());
        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
    }

    [Fact]
    public async Task Generate_TooFewCredits_Is402WithTheFigures()
    {
        var caller = await Server.AddCallerAsync(credits: 0);
        var session = await photos.UploadAsync(caller);

        var answer = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session));

        PhotoRefusal.Is(answer, 402, "INSUFFICIENT_CREDITS");
        Assert.Contains("credits", answer.TextAt("error.message"), StringComparison.Ordinal);
    }
}
