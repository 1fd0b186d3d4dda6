using System.Globalization;
using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>A picture for an element, without any key: the painter serves.</summary>
public sealed class DeckGenerateTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    [Trait("Requirement", "C-01")]
    [Trait("Requirement", "C-07")]
    [Trait("Requirement", "C-08")]
    [Trait("Requirement", "C-09")]
    [Trait("Requirement", "C-10")]
    [Trait("Requirement", "C-28")]
    public async Task Generate_AllThatIsRequired_AnswersThePictureAndHowItWasMade()
    {
        var caller = await server.AddCallerAsync(credits: 10);

        var answer = await DeckDoor.MakeAsync(
            caller,
            DeckBody
                .Generate()
                .With("options.seed", "7")
                .With("options.colorScheme", "\"warm\"")
                .With("options.lighting", "\"soft\"")
                .With("context.brandColors", """["navy blue", "#1a2b3c", "red"]""")
        );

        Assert.True(answer.At("success").GetBoolean());
        Assert.Equal(answer.Header("Atelier-Generation"), answer.TextAt("data.generationId"));
        var metadata = answer.At("data.metadata");
        Assert.Equal(
            Bodies.Prompt
                + ", professional stock photo, business photography, clean background, high quality, commercial photography"
                + ", warm color palette, golden tones, soft diffused lighting, gentle shadows"
                + ", incorporating navy blue and #1a2b3c color accents",
            metadata.GetProperty("prompt").GetString()
        );
        Assert.Equal(
            ("photo", "custom", "local", "local-painter", 7),
            (
                metadata.GetProperty("style").GetString(),
                metadata.GetProperty("aspectRatio").GetString(),
                metadata.GetProperty("provider").GetString(),
                metadata.GetProperty("model").GetString(),
                metadata.GetProperty("seed").GetInt64()
            )
        );
        Assert.Contains("painter", DeckDoor.LossesOf(answer));
        Assert.Equal(
            (512, 512),
            (
                answer.At("data.metadata.dimensions.width").GetInt32(),
                answer.At("data.metadata.dimensions.height").GetInt32()
            )
        );
        Assert.Equal(0.5m, answer.At("data.usage.creditsUsed").GetDecimal());
        Assert.Equal(await caller.BalanceAsync() / 1000m, answer.At("data.usage.creditsRemaining").GetDecimal());
        await IsThePictureAsync(answer, 512, 512);
    }

    [Theory]
    [InlineData(8, 5, "standard", 1024, 640)]
    [InlineData(3, 8, "high", 576, 1536)]
    [InlineData(1, 8, "draft", 64, 512)]
    [InlineData(12, 8, "ultra", 2048, 1365)]
    [Trait("Requirement", "C-25")]
    public async Task Generate_Custom_HasTheSizeOfTheElement(
        int across,
        int down,
        string quality,
        int width,
        int height
    )
    {
        var caller = await server.AddCallerAsync();

        var answer = await PlanAsync(
            caller,
            DeckBody
                .Generate()
                .With("config.quality", $"\"{quality}\"")
                .With("constraints.gridWidth", $"{across}")
                .With("constraints.gridHeight", $"{down}")
        );

        HasSize(answer, width, height);
    }

    [Fact]
    [Trait("Requirement", "C-25")]
    public async Task Generate_ABannerInUltra_IsDeliveredToThePixel()
    {
        var caller = await server.AddCallerAsync();

        var answer = await DeckDoor.MakeAsync(
            caller,
            DeckBody
                .Generate()
                .With("config.quality", "\"ultra\"")
                .With("constraints.gridWidth", "12")
                .With("constraints.gridHeight", "1")
        );

        await IsThePictureAsync(answer, 2048, 171);
        Assert.Equal(4m, answer.At("data.usage.creditsUsed").GetDecimal());
    }

    [Theory]
    [InlineData("respond-async")]
    [InlineData("wait=0")]
    [Trait("Requirement", "C-07")]
    public async Task Generate_NotWaitedFor_Answers202AndAnAddressThatHasThePictureLater(string prefer)
    {
        var caller = await server.AddCallerAsync();
        await server.PauseAsync();

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, DeckBody.Generate(), ("Prefer", prefer));
        var address = answer.Header("Location")!;
        var waiting = await DeckDoor.GetAsync(caller, address);
        await server.ResumeAsync();
        var end = await DeckDoor.GetAsync(caller, address, ("Prefer", "wait=60"));

        Assert.Equal(202, answer.Status);
        Assert.Equal($"{DeckDoor.Image}/generations/{answer.TextAt("data.generationId")}", address);
        Assert.Equal(prefer, answer.Header("Preference-Applied"));
        foreach (var early in new[] { answer, waiting })
        {
            Assert.Empty(early.At("data.images").EnumerateArray());
            Assert.Equal("queued", early.TextAt("data.status"));
            Assert.Equal(0m, early.At("data.usage.creditsUsed").GetDecimal());
        }

        Assert.Equal((200, "complete"), (end.Status, end.TextAt("data.status")));
        Assert.Equal(0.5m, end.At("data.usage.creditsUsed").GetDecimal());
        await IsThePictureAsync(end, 512, 512);
        var stranger = await server.AddCallerAsync();
        DeckDoor.IsError(await DeckDoor.GetAsync(stranger, address), 404, "NOT_FOUND");
    }

    [Fact]
    [Trait("Requirement", "C-80")]
    public async Task Generate_ItsElement_IsKeptWithIt()
    {
        var caller = await server.AddCallerAsync();
        var name = new string('ß', 128);

        var answer = await DeckDoor.MakeAsync(
            caller,
            DeckBody.Generate().With("presentationId", JsonSerializer.Serialize(name))
        );

        Assert.Equal(
            (name, "slide-1", "element-1"),
            (answer.TextAt("data.presentationId"), answer.TextAt("data.slideId"), answer.TextAt("data.elementId"))
        );
        var kept = await server.House.ScalarAsync<string>(
            "SELECT presentation_id || slide_id || element_id FROM generations WHERE id = @id",
            new { id = Guid.Parse(answer.TextAt("data.generationId")!) }
        );
        Assert.Equal($"{name}slide-1element-1", kept);
    }

    [Fact]
    public async Task Generate_SameKeyTwice_IsOneGenerationAndAnotherBodyIsRefused()
    {
        var caller = await server.AddCallerAsync();
        var key = ("Idempotency-Key", "deck-7");

        var first = await DeckDoor.MakeAsync(caller, DeckBody.Generate(), headers: key);
        var again = await DeckDoor.MakeAsync(caller, DeckBody.Generate(), headers: key);
        var other = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            DeckBody.Generate().With("prompt", "\"a boat\""),
            key
        );

        Assert.Equal(first.TextAt("data.generationId"), again.TextAt("data.generationId"));
        DeckDoor.IsError(other, 422, "IDEMPOTENCY_CONFLICT");
        Assert.Equal(99_500, await caller.BalanceAsync());
    }

    [Fact]
    public async Task Generate_TwoOfTheSameAtOnce_AreOneGeneration()
    {
        var caller = await server.AddCallerAsync();
        await server.PauseAsync();

        var asking = Enumerable
            .Range(0, 2)
            .Select(_ => DeckDoor.PostAsync(caller, DeckDoor.Generate, DeckBody.Generate()))
            .ToList();
        await TestServer.UntilAsync(async () =>
            await server.House.ScalarAsync<long>(
                "SELECT count(*) FROM generations WHERE account_id = @AccountId",
                new { caller.AccountId }
            ) == 1
        );
        await server.ResumeAsync();
        var answers = await Task.WhenAll(asking);

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(99_500, await caller.BalanceAsync());
        var next = await DeckDoor.MakeAsync(caller, DeckBody.Generate());
        Assert.Null(next.Header("Atelier-Reused"));
        Assert.Equal(99_000, await caller.BalanceAsync());
    }

    // What was accepted; nothing is painted, since large pictures take their time.
    private async Task<Answer> PlanAsync(TestCaller caller, DeckBody body)
    {
        await server.PauseAsync();
        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, body, ("Prefer", "respond-async"));
        Assert.True(answer.Status == 202, answer.Text);
        var canceled = await caller.DeleteAsync($"/v1/generations/{answer.TextAt("data.generationId")}");
        Assert.Equal(200, canceled.Status);
        await server.ResumeAsync();
        return answer;
    }

    private static void HasSize(Answer answer, int width, int height) =>
        Assert.Equal(
            (width, height),
            (
                answer.At("data.metadata.dimensions.width").GetInt32(),
                answer.At("data.metadata.dimensions.height").GetInt32()
            )
        );

    private async Task IsThePictureAsync(Answer answer, int width, int height)
    {
        var image = Assert.Single(answer.At("data.images").EnumerateArray());
        Assert.Equal((width, height), (image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
        var file = await server.Nobody().GetAsync(image.GetProperty("url").GetString()!);
        Assert.Equal(200, file.Status);
        Assert.Equal($"{width}x{height}", PictureFile.Read(file.Bytes).Size);
        Assert.Equal(image.GetProperty("format").GetString(), PictureFile.Read(file.Bytes).Format);
        Assert.Equal(image.GetProperty("sizeBytes").GetInt64(), file.Bytes.Length);
        var thumbnail = PictureFile.Read(
            (await server.Nobody().GetAsync(image.GetProperty("thumbnailUrl").GetString()!)).Bytes
        );
        Assert.Equal(Math.Min(256, Math.Max(width, height)), Math.Max(thumbnail.Width, thumbnail.Height));
        var expires = DateTimeOffset.Parse(image.GetProperty("expiresAt").GetString()!, CultureInfo.InvariantCulture);
        Assert.InRange(expires - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
        foreach (var name in new[] { "original", "optimized", "thumbnail", "placeholder" })
        {
            var url = image.GetProperty("urls").GetProperty(name).GetString()!;
            Assert.Equal(200, (await server.Nobody().GetAsync(url)).Status);
        }
    }
}
