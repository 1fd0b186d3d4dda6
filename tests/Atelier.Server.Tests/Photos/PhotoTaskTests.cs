using System.Globalization;
using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Photos;

/// <summary>The way of a photo task, from the request to its picture.</summary>
[Collection(PhotoHouse.Name)]
public sealed class PhotoTaskTests(PhotoServer photos)
{
    private static readonly string[] Fixed =
    [
        "taskId",
        "status",
        "progress",
        "provider",
        "style",
        "createdAt",
        "completedAt",
        "processingTime",
        "cost",
    ];

    private TestServer Server => photos.Server;

    [Fact]
    [Trait("Requirement", "B-29")]
    [Trait("Requirement", "B-36")]
    [Trait("Requirement", "B-38")]
    [Trait("Requirement", "B-76")]
    public async Task Task_FromGenerateToUsage_HasTheShapesOfTheDoor()
    {
        var caller = await Server.AddCallerAsync(tier: "premium", limited: true);
        using var form = PhotoServer.Form(Server);
        var uploaded = await caller.SendAsync(HttpMethod.Post, "/api/upload", form);
        Assert.True(uploaded.Status == 200, uploaded.Text);
        var session = Guid.Parse(uploaded.TextAt("sessionId")!);

        var started = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session, "\"style\": \"oil\""));

        Assert.True(started.Status == 202, started.Text);
        Assert.Equal(
            ["success", "taskId", "provider", "estimatedWaitTime", "message", "degradations"],
            started.Json.EnumerateObject().Select(field => field.Name)
        );
        Assert.True(started.At("success").GetBoolean());
        Assert.Equal("Generation started", started.TextAt("message"));
        Assert.True(started.At("estimatedWaitTime").GetInt32() > 0);
        var address = $"{PhotoServer.Status}/{started.TextAt("taskId")}";
        Assert.Equal(address, started.Header("Location"));

        var ended = await PhotoServer.EndOfAsync(caller, address);
        Assert.True(ended.TextAt("status") == "completed", ended.Text);
        Assert.Equal(
            [.. Fixed, "credits", "inputFileUrl", "outputFileUrl", "degradations"],
            ended.Json.EnumerateObject().Select(field => field.Name)
        );
        Assert.Equal(
            (started.TextAt("taskId"), "completed", 100, "oil"),
            (ended.TextAt("taskId"), ended.TextAt("status"), ended.At("progress").GetInt32(), ended.TextAt("style"))
        );
        Assert.Equal(started.TextAt("provider"), ended.TextAt("provider"));
        Assert.True(ended.At("cost").GetDecimal() > 0);
        Assert.True(ended.At("credits").GetDecimal() > 0);
        Assert.InRange(ended.At("processingTime").GetInt32(), 0, 20);
        Assert.InRange(
            ended.At("completedAt").GetDateTimeOffset(),
            ended.At("createdAt").GetDateTimeOffset(),
            DateTimeOffset.MaxValue
        );
        // The addresses need no key, and end within the hour.
        var expires = DateTimeOffset.UnixEpoch;
        foreach (var url in new[] { ended.TextAt("inputFileUrl")!, ended.TextAt("outputFileUrl")! })
        {
            Assert.Equal(200, (await Server.Nobody().GetAsync(url)).Status);
            Assert.Equal(403, (await Server.Nobody().GetAsync(url[..^1] + (url[^1] == 'A' ? 'B' : 'A'))).Status);
            expires = DateTimeOffset.FromUnixTimeSeconds(
                long.Parse(url.Split("exp=")[1].Split('&')[0], CultureInfo.InvariantCulture)
            );
            Assert.InRange(expires - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));
        }

        Assert.Equal(
            "jpeg",
            PictureFile.Read((await Server.Nobody().GetAsync(ended.TextAt("outputFileUrl")!)).Bytes).Format
        );
        var file = await caller.GetAsync($"/api/files/{session}?type=output");
        Assert.Equal((200, "image/jpeg"), (file.Status, file.Header("Content-Type")));
        var usage = await caller.GetAsync("/api/usage");
        Assert.Equal(
            (1, -1, -1),
            (Number(usage, "generationsToday"), Number(usage, "remainingGenerations"), Number(usage, "dailyLimit"))
        );
        Assert.Equal(ended.At("cost").GetDecimal(), usage.At("totalCostToday").GetDecimal());
    }

    [Fact]
    [Trait("Requirement", "B-13")]
    [Trait("Requirement", "B-14")]
    public async Task Generate_WhatIsKept_StandsInItsColumnsWithoutTheAddress()
    {
        var caller = await Server.AddCallerAsync(tier: "free", limited: true);
        var session = await photos.UploadAsync(caller);
        var words = PhotoServer.Field("customPrompt", Bodies.Prompt);

        var address = await PhotoServer.StartAsync(caller, session, words);
        await PhotoServer.EndOfAsync(caller, address);

        var row = await Server.House.ScalarAsync<string>(
            """
            SELECT concat_ws(' ', g.session_id, g.account_id, g.operation, g.state, g.plan->>'style', length(g.client),
              p.prompt IS NOT NULL, t.image_id IS NOT NULL, g.watermark, g.finished_at IS NOT NULL)
            FROM generations g JOIN prompts p ON p.id = g.prompt_id JOIN slots t ON t.generation_id = g.id WHERE g.id = @id
            """,
            new { id = EmulatedServer.IdOf(address) }
        );
        Assert.Equal($"{session} {caller.AccountId} stylise complete cartoon 32 t t t t", row);
        // A hash of another day is another hash.
        var known = await Server.House.ScalarAsync<long>(
            "SELECT count(*) FROM generations g WHERE g.client IS NOT NULL AND g.client = convert_to('127.0.0.1', 'UTF8')"
        );
        Assert.Equal(0, known);
        var used = await Server.House.ScalarAsync<string>(
            "SELECT concat_ws(' ', count(*), sum(pictures), sum(cost) > 0) FROM daily_usage WHERE account_id = @account",
            new { account = caller.AccountId }
        );
        Assert.Equal("1 1 t", used);
    }

    [Fact]
    [Trait("Requirement", "B-19")]
    [Trait("Requirement", "B-21")]
    public async Task Generate_AtAModel_SendsThePhotoWithStyleWordsPromptAndTags()
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);
        var more = "\"style\": \"pixel\", \"customPrompt\": \"at <b>night\", \"model\": \"gpt-image-2.5-flare\"";

        var started = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session, more));
        Assert.True(started.Status == 202, started.Text);
        await PhotoServer.EndOfAsync(caller, started.Header("Location")!);

        Assert.Contains(
            started.At("degradations").EnumerateArray(),
            loss => loss.GetProperty("text").GetString()!.Contains("< and >", StringComparison.Ordinal)
        );
        var call = photos.Emulated.OpenAi.Calls.Last(call => call.Operation == "edits");
        Assert.Contains(call.Parts, part => part.FileName is not null && part.Length > 0);
        Assert.Equal(
            "pixel art style, 16-bit, retro gaming aesthetic, vibrant pixelated colors, at bnight, high quality, detailed, "
                + "masterpiece, avoid blurry, avoid distorted",
            call.Parts.Single(part => part.Name == "prompt").Text
        );
    }

    [Fact]
    [Trait("Requirement", "B-16")]
    public async Task Generate_InHdAsPng_IsSentSoAndExplainTellsWithWhatItWasMade()
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);
        var more =
            "\"style\": \"oil\", \"model\": \"gpt-image-2.5-flare\", \"quality\": \"hd\", \"outputFormat\": \"png\"";

        var address = await PhotoServer.StartAsync(caller, session, more);
        var ended = await PhotoServer.EndOfAsync(caller, address);
        var told = await caller.GetAsync($"/v1/generations/{EmulatedServer.IdOf(address)}/explain");

        var call = photos.Emulated.OpenAi.Calls.Last(call => call.Operation == "edits");
        Assert.Equal("high", call.Parts.Single(part => part.Name == "quality").Text);
        Assert.Equal("completed", ended.TextAt("status"));
        var file = await Server.Nobody().GetAsync(ended.TextAt("outputFileUrl")!);
        Assert.Equal("png", PictureFile.Read(file.Bytes).Format);
        Assert.Equal(("gpt-image-2.5-flare", "openai"), (told.TextAt("model"), told.TextAt("provider")));
        var made = told.At("parameters");
        Assert.Equal(
            ("stylise", "oil", "high", "png", 1),
            (
                made.GetProperty("operation").GetString(),
                made.GetProperty("style").GetString(),
                made.GetProperty("quality").GetString(),
                made.GetProperty("output_format").GetString(),
                made.GetProperty("n").GetInt32()
            )
        );
        // To the millisecond, where the status has whole seconds.
        Assert.True(Assert.Single(told.At("attempts").EnumerateArray()).GetProperty("seconds").GetDouble() > 0);
    }

    [Fact]
    [Trait("Requirement", "B-40")]
    [Trait("Requirement", "B-28")]
    public async Task Status_WhileItRuns_NeverFallsAndSaysProcessing()
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);
        await Server.PauseAsync();
        var address = await PhotoServer.StartAsync(caller, session, "\"model\": \"midjourney\"");
        var waits = await caller.GetAsync(address);
        await Server.ResumeAsync();
        await photos.Emulated.WaitForTaskAsync(address);
        var runs = await caller.GetAsync(address);
        photos.Emulated.LegNext.FinishTasks();
        var ended = await PhotoServer.EndOfAsync(caller, address);

        Assert.Equal(("pending", 10), (waits.TextAt("status"), Number(waits, "progress")));
        Assert.Equal(Fixed, waits.Json.EnumerateObject().Select(field => field.Name).Take(Fixed.Length));
        Assert.Equal(JsonValueKind.Null, waits.At("completedAt").ValueKind);
        Assert.Equal(JsonValueKind.Null, waits.At("cost").ValueKind);
        Assert.False(waits.Json.TryGetProperty("outputFileUrl", out _));
        Assert.Equal("processing", runs.TextAt("status"));
        Assert.InRange(Number(runs, "progress"), 50, 99);
        Assert.Equal(("completed", 100), (ended.TextAt("status"), Number(ended, "progress")));
        Assert.Equal("legnext", ended.TextAt("provider"));
    }

    [Fact]
    [Trait("Requirement", "B-40")]
    public async Task Status_Canceled_IsFailedWithCanceled()
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);
        await Server.PauseAsync();
        var address = await PhotoServer.StartAsync(caller, session);
        var deleted = await caller.DeleteAsync($"/v1/generations/{EmulatedServer.IdOf(address)}");
        await Server.ResumeAsync();

        var status = await caller.GetAsync(address);

        Assert.Equal(200, deleted.Status);
        Assert.Equal(
            ("failed", 0, "Canceled", "CANCELED", 0m),
            (
                status.TextAt("status"),
                Number(status, "progress"),
                status.TextAt("error"),
                status.TextAt("errorCode"),
                status.At("cost").GetDecimal()
            )
        );
        Assert.False(status.Json.TryGetProperty("outputFileUrl", out _));
    }

    private static long Number(Answer answer, string field) => answer.At(field).GetInt64();
}
