using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>Pictures that are changed (requirements C-35 to C-40).</summary>
public sealed class DeckEditTests(DeckServer deck) : IClassFixture<DeckServer>
{
    private static readonly byte[] White = [255, 255, 255];
    private static readonly byte[] Black = [0, 0, 0];
    private static readonly byte[] Clear = [0, 0, 0, 0];
    private static readonly byte[] Solid = [255, 255, 255, 255];

    private TestServer Server => deck.Server;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "C-37")]
    [Trait("Requirement", "C-38")]
    [Trait("Requirement", "C-40")]
    public async Task Edit_Inpaint_RepaintsWhatTheMaskMarksAndKeepsEveryOtherPixel(bool alpha)
    {
        var caller = await Server.AddCallerAsync();
        var source = DeckDoor.ImageOf(await DeckServer.MakeAsync(caller));
        var mask = alpha ? deck.Halves(Clear, Solid) : "data:image/png;base64," + deck.Halves(White, Black);

        var answer = await DeckDoor.MakeAsync(caller, Inpaint(source, mask), DeckDoor.Edit);

        var made = DeckDoor.ImageOf(answer);
        Assert.NotEqual(source, made);
        Assert.Equal(source, answer.At("data.images")[0].GetProperty("sourceImageId").GetString());
        var (before, after) = (await PixelsAsync(caller, source), await PixelsAsync(caller, made));
        Assert.Equal(0, ServedPixels.Difference(before, after, 256.., ..));
        Assert.True(ServedPixels.Difference(before, after, ..256, ..) > 1);
        // By an edit with a mask, and never as words alone.
        var call = EmulatedServer.Paid(deck.Emulated.OpenAi)[^1];
        Assert.Equal("edits", call.Operation);
        Assert.Equal(0.5m, answer.At("data.usage.creditsUsed").GetDecimal());
        Assert.Equal(("photo", "openai"), (Metadata(answer, "style"), Metadata(answer, "provider")));
        var native = await caller.GetAsync($"/v1/generations/{answer.TextAt("data.generationId")}");
        Assert.Equal(source, native.At("images")[0].GetProperty("source_image_id").GetString());
    }

    [Theory]
    [InlineData("\"inpaint\"", "nonsense!", "edit.mask")]
    [InlineData("\"inpaint\"", "aGVsbG8=", "edit.mask")]
    [InlineData("\"inpaint\"", "black", "edit.mask")]
    [InlineData("\"inpaint\"", "opaque", "edit.mask")]
    [InlineData("\"inpaint\"", "ratio", "edit.mask")]
    [InlineData("\"inpaint\"", "large", "edit.mask")]
    [InlineData("\"inpaint\"", null, "edit.mask")]
    [InlineData("\"variation\"", "white", "edit.mask")]
    [InlineData("\"paint\"", null, "edit.type")]
    [Trait("Requirement", "C-37")]
    public async Task Edit_AMaskThatIsNone_IsRefusedAndNothingIsKept(string type, string? mask, string path)
    {
        var (caller, source) = await deck.SharedAsync();
        var sent = mask switch
        {
            "black" => deck.Halves(Black, Black),
            "white" => deck.Halves(White, White),
            "opaque" => deck.Halves(Solid, Solid),
            "ratio" => deck.Halves(White, Black, 64, 48),
            "large" => Convert.ToBase64String(new byte[(4 * 1024 * 1024) + 3]),
            _ => mask,
        };
        var before = await HouseState.ReadAsync(Server.House);

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Edit, Inpaint(source, sent).With("edit.type", type));

        DeckDoor.IsError(answer, 400, "INVALID_REQUEST", path);
        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
    }

    [Theory]
    [InlineData("edit.prompt", "null", "INVALID_PROMPT")]
    [InlineData("edit.prompt", "\"   \"", "INVALID_PROMPT")]
    [InlineData("edit.strength", "1.1", "INVALID_REQUEST")]
    [InlineData("edit.strength", "-0.1", "INVALID_REQUEST")]
    [InlineData("edit.extend", """{"left": 8}""", "INVALID_REQUEST")]
    [InlineData("edit", "null", "INVALID_REQUEST")]
    [InlineData("elementId", "null", "INVALID_REQUEST")]
    [InlineData("imageId", "null", "INVALID_REQUEST")]
    [Trait("Requirement", "C-37")]
    public async Task Edit_AWrongField_IsNamedAndTheMaskIsNotKept(string path, string value, string code)
    {
        var (caller, source) = await deck.SharedAsync();
        var before = await HouseState.ReadAsync(Server.House);

        var answer = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Edit,
            Inpaint(source, deck.Halves(White, Black)).With(path, value)
        );

        DeckDoor.IsError(answer, 400, code, path);
        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
    }

    [Fact]
    [Trait("Requirement", "C-37")]
    public async Task Edit_NoCredits_ForgetsTheMask()
    {
        var caller = await Server.AddCallerAsync(credits: 1);
        var source = DeckDoor.ImageOf(await DeckServer.MakeAsync(caller));
        await Server.House.ExecuteAsync(
            "UPDATE accounts SET balance = 0 WHERE id = @AccountId",
            new { caller.AccountId }
        );

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Edit, Inpaint(source, deck.Halves(White, Black)));

        DeckDoor.IsError(answer, 402, "QUOTA_EXCEEDED");
        Assert.Equal("credits", answer.TextAt("error.details.reason"));
        await Server.House.ExecuteAsync(
            "UPDATE accounts SET balance = 500 WHERE id = @AccountId",
            new { caller.AccountId }
        );
        Assert.Equal(0, await MasksAsync(caller));
        // The picture's own file shows where files are.
        Assert.True(Directory.Exists(Path.Combine(Server.DataFolder, "images")));
    }

    [Fact]
    [Trait("Requirement", "C-37")]
    public async Task Edit_AMask_IsTheCallersPictureAndNobodyElses()
    {
        var caller = await Server.AddCallerAsync();
        var source = DeckDoor.ImageOf(await DeckServer.MakeAsync(caller));

        await DeckDoor.MakeAsync(caller, Inpaint(source, deck.Halves(White, Black)), DeckDoor.Edit);

        Assert.Equal(1, await MasksAsync(caller));
        var life = await Server.House.ScalarAsync<TimeSpan>(
            """
            SELECT expires_at - created_at FROM images WHERE account_id = @AccountId AND generation_id IS NULL
            """,
            new { caller.AccountId }
        );
        Assert.Equal(TimeSpan.FromDays(7), life);
    }

    [Fact]
    [Trait("Requirement", "C-37")]
    public async Task Edit_Outpaint_GrowsByPixelsOrToTheElement()
    {
        var caller = await Server.AddCallerAsync();
        var source = DeckDoor.ImageOf(await DeckServer.MakeAsync(caller));

        var byPixels = await DeckDoor.MakeAsync(
            caller,
            Edit(source, "outpaint").With("edit.extend", """{"left": 64, "bottom": 32}"""),
            DeckDoor.Edit
        );
        var byElement = await DeckDoor.MakeAsync(
            caller,
            Edit(source, "outpaint").With("constraints", """{"gridWidth": 12, "gridHeight": 6}"""),
            DeckDoor.Edit
        );
        var same = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Edit,
            Edit(source, "outpaint").With("constraints", """{"gridWidth": 3, "gridHeight": 3}""")
        );
        var far = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Edit,
            Edit(source, "outpaint").With("edit.extend", """{"left": 3800}""")
        );
        // That element was filled last with two by one units.
        var known = await DeckDoor.PostAsync(caller, DeckDoor.Edit, Edit(DeckDoor.ImageOf(byElement), "outpaint"));
        var unknown = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Edit,
            Edit(await NativeAsync(caller), "outpaint").With("elementId", "\"never-filled\"")
        );

        Assert.Equal("576x544", await SizeAsync(caller, byPixels));
        Assert.Equal("1024x512", await SizeAsync(caller, byElement));
        // The price follows the pixels.
        Assert.Equal(1m, byElement.At("data.usage.creditsUsed").GetDecimal());
        DeckDoor.IsError(same, 400, "INVALID_DIMENSIONS", "constraints");
        DeckDoor.IsError(far, 400, "INVALID_DIMENSIONS", "edit.extend");
        DeckDoor.IsError(known, 400, "INVALID_DIMENSIONS", "constraints");
        DeckDoor.IsError(unknown, 400, "INVALID_REQUEST", "constraints");
    }

    [Fact]
    [Trait("Requirement", "C-37")]
    public async Task Edit_Variation_IsAnEditOfThePicture()
    {
        var caller = await Server.AddCallerAsync();
        var source = DeckDoor.ImageOf(await DeckServer.MakeAsync(caller));

        var answer = await DeckDoor.MakeAsync(
            caller,
            Edit(source, "variation").With("edit.strength", "0.3"),
            DeckDoor.Edit
        );

        Assert.Equal("512x512", await SizeAsync(caller, answer));
        Assert.Contains("strength_unsupported", DeckDoor.LossesOf(answer));
        Assert.Equal("edits", EmulatedServer.Paid(deck.Emulated.OpenAi)[^1].Operation);
    }

    [Theory]
    [InlineData(DeckDoor.Edit)]
    [InlineData(DeckDoor.Upscale)]
    [InlineData(DeckDoor.Cut)]
    [InlineData(DeckDoor.Regenerate)]
    [Trait("Requirement", "C-35")]
    public async Task Transform_WhatIsNotYours_DoesNotExist(string door)
    {
        var owner = await Server.AddCallerAsync();
        var made = await DeckServer.MakeAsync(owner);
        var thief = await Server.AddCallerAsync();
        var before = await HouseState.ReadAsync(Server.House);
        foreach (
            var (image, generation) in new[]
            {
                (DeckDoor.ImageOf(made), made.TextAt("data.generationId")!),
                ($"{Guid.CreateVersion7()}", $"{Guid.CreateVersion7()}"),
                ("picture-7", "generation-7"),
            }
        )
        {
            string body = door switch
            {
                DeckDoor.Edit => Edit(image, "variation"),
                DeckDoor.Upscale => DeckBody.Placed($"\"imageId\": \"{image}\", \"targetQuality\": \"ultra\""),
                DeckDoor.Cut => DeckBody.Placed($"\"imageId\": \"{image}\""),
                _ => DeckBody.Placed($"\"generationId\": \"{generation}\""),
            };

            DeckDoor.IsError(await DeckDoor.PostAsync(thief, door, body), 404, "NOT_FOUND");
        }

        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
    }

    [Fact]
    [Trait("Requirement", "C-36")]
    [Trait("Requirement", "C-51")]
    public async Task Upscale_AtItsOwnProvider_HasTheSizeAndThePriceOfTheTarget()
    {
        var caller = await Server.AddCallerAsync();
        var source = DeckDoor.ImageOf(await DeckServer.MakeAsync(caller, "midjourney"));

        var answer = await DeckDoor.MakeAsync(
            caller,
            Upscale(source, "high").With("denoise", "true").With("enhanceDetails", "true"),
            DeckDoor.Upscale
        );

        Assert.Equal("1536x1536", await SizeAsync(caller, answer));
        // As every upscale to high, although its picture's model has prices of its own.
        Assert.Equal(2m, answer.At("data.usage.creditsUsed").GetDecimal());
        Assert.Contains("denoise_dropped", DeckDoor.LossesOf(answer));
        Assert.Equal(("midjourney", "1:1"), (Metadata(answer, "provider"), Metadata(answer, "aspectRatio")));
        Assert.Equal(source, answer.At("data.images")[0].GetProperty("sourceImageId").GetString());
    }

    [Theory]
    [InlineData("\"draft\"", "INVALID_DIMENSIONS")]
    [InlineData("\"huge\"", "INVALID_DIMENSIONS")]
    [InlineData("null", "INVALID_REQUEST")]
    [Trait("Requirement", "C-36")]
    public async Task Upscale_ToWhatIsNotLarger_IsRefusedBeforeCreditsAreTouched(string target, string code)
    {
        var (caller, source) = await deck.SharedAsync();
        var before = await HouseState.ReadAsync(Server.House);

        var answer = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Upscale,
            Upscale(source, "high").With("targetQuality", target)
        );

        DeckDoor.IsError(answer, 400, code, "targetQuality");
        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
    }

    [Fact]
    [Trait("Requirement", "C-38")]
    public async Task Upscale_NobodyCan_SaysWhyAndCallsNobody()
    {
        var caller = await Server.AddCallerAsync();
        var source = DeckDoor.ImageOf(await DeckServer.MakeAsync(caller));
        await OnlyAsync(caller, "openai", "legnext");
        var paid = (EmulatedServer.Paid(deck.Emulated.OpenAi).Count, EmulatedServer.Paid(deck.Emulated.LegNext).Count);

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Upscale, Upscale(source, "ultra"));

        DeckDoor.IsError(answer, 503, "PROVIDER_UNAVAILABLE");
        Assert.False(answer.At("error.retryable").GetBoolean());
        Assert.Contains("own pictures only", answer.TextAt("error.details.reason"), StringComparison.Ordinal);
        Assert.Equal(
            paid,
            (EmulatedServer.Paid(deck.Emulated.OpenAi).Count, EmulatedServer.Paid(deck.Emulated.LegNext).Count)
        );
        Assert.Equal(99_500, await caller.BalanceAsync());
    }

    [Theory]
    [InlineData(null, "png")]
    [InlineData("webp", "webp")]
    [Trait("Requirement", "C-39")]
    [Trait("Requirement", "C-51")]
    public async Task RemoveBackground_OfAPicture_CostsHalfACreditAndKeepsItsSize(string? asked, string format)
    {
        var caller = await Server.AddCallerAsync();
        await OnlyAsync(caller, "openai", "legnext", "local");
        var source = DeckDoor.ImageOf(await DeckServer.MakeAsync(caller, "midjourney"));
        await OnlyAsync(caller, "legnext");
        var body = DeckBody.Placed($"\"imageId\": \"{source}\"").With("options.preserveShadow", "true");

        var answer = await DeckDoor.MakeAsync(
            caller,
            asked is null ? body : body.With("options.outputFormat", $"\"{asked}\""),
            DeckDoor.Cut
        );

        Assert.Equal(0.5m, answer.At("data.usage.creditsUsed").GetDecimal());
        Assert.Equal(format, answer.At("data.images")[0].GetProperty("format").GetString());
        Assert.Equal("1024x1024", await SizeAsync(caller, answer));
        Assert.NotEmpty(DeckDoor.LossesOf(answer));
        var pixels = await PixelsAsync(caller, DeckDoor.ImageOf(answer));
        Assert.Equal(4, pixels.Bands);
        Assert.Contains(pixels.Pixels.Where((_, at) => at % 4 == 3), alpha => alpha == 0);
    }

    [Fact]
    [Trait("Requirement", "C-39")]
    public async Task RemoveBackground_AFormatWithoutAlpha_IsRefused()
    {
        var caller = await Server.AddCallerAsync();

        var answer = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Cut,
            DeckBody.Placed($"\"imageId\": \"{Guid.CreateVersion7()}\"").With("options.outputFormat", "\"jpeg\"")
        );

        DeckDoor.IsError(answer, 400, "INVALID_REQUEST", "options.outputFormat");
    }

    private static DeckBody Edit(string image, string type) =>
        DeckBody.Placed($"\"imageId\": \"{image}\", \"edit\": {{\"type\": \"{type}\"}}");

    private static DeckBody Inpaint(string image, string? mask) =>
        Edit(image, "inpaint")
            .With("edit.mask", JsonSerializer.Serialize(mask))
            .With("edit.prompt", JsonSerializer.Serialize(Bodies.Prompt));

    private static DeckBody Upscale(string image, string target) =>
        DeckBody.Placed($"\"imageId\": \"{image}\", \"targetQuality\": \"{target}\"");

    private static string? Metadata(Answer answer, string field) => answer.TextAt($"data.metadata.{field}");

    private static async Task<string> NativeAsync(TestCaller caller) =>
        (await caller.GenerateAsync(Bodies.Small("\"model\": \"local-painter\"")))
            .At("images")[0]
            .GetProperty("id")
            .GetString()!;

    private static async Task<Imaging.PixelBuffer> PixelsAsync(TestCaller caller, string image) =>
        ServedPixels.Read((await caller.GetAsync($"/v1/images/{image}/original")).Bytes);

    private static async Task<string> SizeAsync(TestCaller caller, Answer answer) =>
        PictureFile.Read((await caller.GetAsync($"/v1/images/{DeckDoor.ImageOf(answer)}/original")).Bytes).Size;

    private Task<long> MasksAsync(TestCaller caller) =>
        Server.House.ScalarAsync<long>(
            "SELECT count(*) FROM images WHERE account_id = @AccountId AND generation_id IS NULL",
            new { caller.AccountId }
        );

    private async Task OnlyAsync(TestCaller caller, params string[] providers)
    {
        var set = await Server
            .Owner()
            .PutAsync(
                $"/admin/api/accounts/{caller.AccountId}/routing",
                JsonSerializer.Serialize(new { only = providers })
            );
        Assert.True(set.Status == 200, set.Text);
    }
}
