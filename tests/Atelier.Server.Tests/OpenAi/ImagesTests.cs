using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.OpenAi;

public sealed class ImagesTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/images/generations";

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    public async Task Create_OutputFormat_GivesBase64OfExactlyThatPicture(string format)
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.PostAsync(Door, Bodies.Small($"\"output_format\": \"{format}\""));

        Assert.Equal(200, answer.Status);
        Assert.True(answer.At("created").GetInt64() > 1_700_000_000);
        Assert.Equal(format, answer.TextAt("output_format"));
        Assert.Equal("64x48", answer.TextAt("size"));
        Assert.Equal("local-painter", answer.TextAt("model"));
        var data = Assert.Single(answer.At("data").EnumerateArray());
        Assert.False(data.TryGetProperty("url", out _));
        Assert.Equal(
            new PictureFile(format, 64, 48),
            PictureFile.Read(data.GetProperty("b64_json").GetBytesFromBase64())
        );
    }

    [Fact]
    public async Task Create_ThreePictures_AreThreeDifferentOnes()
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.PostAsync(Door, Bodies.Small("\"n\": 3, \"quality\": \"low\""));

        var pictures = answer
            .At("data")
            .EnumerateArray()
            .Select(data => data.GetProperty("b64_json").GetBytesFromBase64());
        Assert.Equal(3, pictures.Select(png => PictureFile.PixelHash(png)).Distinct().Count());
        Assert.Equal(100_000 - 1500, await caller.BalanceAsync());
    }

    [Fact]
    public async Task Create_SameSeed_PaintsTheSamePixelsAndAnotherSeedOthers()
    {
        var caller = await server.AddCallerAsync();

        var first = await PaintAsync(caller, 7);
        var second = await PaintAsync(caller, 7);
        var third = await PaintAsync(caller, 4294967294);

        Assert.Equal(PictureFile.PixelHash(first), PictureFile.PixelHash(second));
        Assert.NotEqual(PictureFile.PixelHash(first), PictureFile.PixelHash(third));
    }

    [Fact]
    public async Task Create_ResponseFormatUrl_GivesAnAddressThatWorksWithoutKey()
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.PostAsync(Door, Bodies.Small("\"response_format\": \"url\""));

        var data = Assert.Single(answer.At("data").EnumerateArray());
        Assert.False(data.TryGetProperty("b64_json", out _));
        var picture = await server.Nobody().GetAsync(data.GetProperty("url").GetString()!);
        Assert.Equal(200, picture.Status);
        Assert.Equal("64x48", PictureFile.Read(picture.Bytes).Size);
    }

    [Theory]
    [InlineData("image/png", "png")]
    [InlineData("image/jpeg", "jpeg")]
    [InlineData("image/webp", "webp")]
    [InlineData("image/*", "png")]
    [InlineData("application/json;q=0.5, image/webp", "webp")]
    public async Task Create_AcceptImage_GivesThePictureItself(string accept, string format)
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.PostAsync(Door, Bodies.Small(), ("Accept", accept));

        Assert.Equal(200, answer.Status);
        Assert.Equal($"image/{format}", answer.Header("Content-Type"));
        Assert.Equal(new PictureFile(format, 64, 48), PictureFile.Read(answer.Bytes));
        var made = await caller.GetAsync($"/v1/generations/{answer.Header("Atelier-Generation")}");
        Assert.Equal("complete", made.TextAt("state"));
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/json, image/png")]
    [InlineData("image/png;q=0.1, application/json")]
    [InlineData("not a media type")]
    public async Task Create_AcceptWithoutPreferenceForImages_GivesJson(string accept)
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.PostAsync(Door, Bodies.Small(), ("Accept", accept));

        Assert.Equal(200, answer.Status);
        Assert.Single(answer.At("data").EnumerateArray());
    }

    [Fact]
    public async Task Create_RespondAsync_AnswersAtOnceAndTheGenerationGoesOn()
    {
        var caller = await server.AddCallerAsync();
        await server.PauseAsync();

        var answer = await caller.PostAsync(Door, Bodies.Small(), ("Prefer", "respond-async"));

        Assert.Equal(202, answer.Status);
        Assert.Equal("respond-async", answer.Header("Preference-Applied"));
        Assert.Equal("queued", answer.TextAt("state"));
        await server.ResumeAsync();
        var ended = await caller.GetAsync(answer.Header("Location")!, ("Prefer", "wait=60"));
        Assert.Equal("complete", ended.TextAt("state"));
    }

    [Fact]
    public async Task Create_WaitTooShort_SaysWhereItWillBeAndNotToSendAgain()
    {
        var caller = await server.AddCallerAsync();
        await server.PauseAsync();

        var answer = await caller.PostAsync(Door, Bodies.Small(), ("Prefer", "wait=0"));

        await server.ResumeAsync();
        Assert.Equal(422, answer.Status);
        Assert.Equal("still_running", answer.TextAt("error.code"));
        Assert.Equal("false", answer.Header("x-should-retry"));
        var id = await server.House.ScalarAsync<Guid>(
            "SELECT id FROM generations WHERE account_id = @AccountId",
            new { caller.AccountId }
        );
        Assert.Contains($"/v1/generations/{id}", answer.TextAt("error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_FileUnreadableAfterwards_IsNoErrorThatClientsRepeat()
    {
        var caller = await server.AddCallerAsync();
        (string, string) key = ("Idempotency-Key", "once");
        var first = await caller.PostAsync(Door, Bodies.Small(), key);
        var file = Directory
            .EnumerateFiles(server.DataFolder, "original.png", SearchOption.AllDirectories)
            .Single(path => path.Contains(first.TextAt("generation_id")!, StringComparison.Ordinal));
        await File.WriteAllBytesAsync(file, [1], TestContext.Current.CancellationToken);

        var second = await caller.PostAsync(Door, Bodies.Small(), key);

        // OpenAI's clients answer a 5xx with a new POST; the picture is paid for already.
        Assert.Equal(422, second.Status);
        Assert.Equal("false", second.Header("x-should-retry"));
        Assert.Contains(first.TextAt("generation_id")!, second.TextAt("error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_CanceledMeanwhile_IsNoErrorThatClientsRepeat()
    {
        var (caller, id, answering) = await WaitingAsync();

        Assert.Equal(200, (await caller.DeleteAsync($"/v1/generations/{id}")).Status);

        var answer = await answering;
        await server.ResumeAsync();
        Refusal.IsOpenAi(answer, 422, "canceled");
        Assert.Equal("false", answer.Header("x-should-retry"));
        Assert.Equal(100_000, await caller.BalanceAsync());
    }

    [Fact]
    public async Task Create_FailedMeanwhile_IsNoErrorThatClientsRepeat()
    {
        var (caller, id, answering) = await WaitingAsync();
        // Without its words nothing can be made.
        await server.House.ExecuteAsync("DELETE FROM prompts WHERE account_id = @AccountId", caller);
        await server.ResumeAsync();

        var answer = await answering;

        Refusal.IsOpenAi(answer, 422, "generation_failed");
        Assert.Equal("image_generation_error", answer.TextAt("error.type"));
        Assert.Equal("false", answer.Header("x-should-retry"));
        Assert.Equal(100_000, await caller.BalanceAsync());
        var made = await caller.GetAsync($"/v1/generations/{id}");
        Assert.Equal("failed", made.TextAt("state"));
        Assert.Equal("generation_failed", made.TextAt("error.code"));
    }

    /// <summary>A request that waits for a generation nobody takes up yet.</summary>
    private async Task<(TestCaller Caller, string Id, Task<Answer> Answering)> WaitingAsync()
    {
        var caller = await server.AddCallerAsync();
        await server.PauseAsync();
        (string, string) key = ("Idempotency-Key", "waiting");
        var accepted = await caller.PostAsync(Door, Bodies.Small(), key, ("Prefer", "respond-async"));
        return (caller, accepted.TextAt("id")!, caller.PostAsync(Door, Bodies.Small(), key));
    }

    private static async Task<byte[]> PaintAsync(TestCaller caller, long seed)
    {
        var answer = await caller.PostAsync(Door, Bodies.Small($"\"seed\": {seed}"));
        return answer.At("data")[0].GetProperty("b64_json").GetBytesFromBase64();
    }
}
