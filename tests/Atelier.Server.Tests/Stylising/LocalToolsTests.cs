using Atelier.Imaging.Reading;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Stylising;

/// <summary>Pictures changed by the tools of the service itself, without any key.</summary>
public sealed class LocalToolsTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/generations";

    [Theory]
    [InlineData("upscale", "", 192, 128)]
    [InlineData("upscale", "\"size\": \"240x160\", \"enhance_details\": true", 240, 160, "details_not_invented")]
    [InlineData("variation", "\"strength\": 0.5", 96, 64, "variation_approximated")]
    [InlineData("outpaint", "\"extend\": {\"left\": 32, \"top\": 16}", 128, 80)]
    [Trait("Requirement", "C-36")]
    [Trait("Requirement", "C-37")]
    [Trait("Requirement", "B-32")]
    public async Task Change_WithoutAnyKey_IsDoneHereAndDeclared(
        string operation,
        string fields,
        int width,
        int height,
        params string[] losses
    )
    {
        var caller = await server.AddCallerAsync();
        var source = await MakeAsync(caller);

        var made = await caller.GenerateAsync(Body(operation, source, fields));

        var image = made.At("images")[0];
        Assert.Equal("local", image.GetProperty("provider").GetString());
        Assert.Equal("local-tools", made.TextAt("model"));
        Assert.Equal((width, height), (image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
        Assert.Equal(["painter", .. losses], LossesOf(made));
        Assert.NotEqual(source, StyliseTests.IdOf(made));
        // The source stays what it was.
        Assert.Equal(200, (await caller.GetAsync($"/v1/images/{source}/original")).Status);
    }

    [Fact]
    [Trait("Requirement", "C-38")]
    public async Task Inpaint_WithoutAnyKey_LeavesWhatTheMaskDoesNotMark()
    {
        var caller = await server.AddCallerAsync();
        var (source, mask) = (await MakeAsync(caller), await MakeAsync(caller));

        var made = await caller.GenerateAsync(
            Body("inpaint", source, $"\"mask\": \"{mask}\", \"prompt\": \"a boat\", \"n\": 2")
        );

        Assert.Equal(["painter", "prompt_ignored"], LossesOf(made));
        var before = await PixelsAsync(caller, source);
        var marks = MaskMaker.ToWhiteOnBlack(await PixelsAsync(caller, mask), before.Width, before.Height);
        foreach (var image in made.At("images").EnumerateArray())
        {
            var after = await PixelsAsync(caller, image.GetProperty("id").GetString()!);
            for (var at = 0; at < before.Width * before.Height; at++)
            {
                if (marks.Pixels[at * 3] == 0)
                {
                    Assert.True(
                        before
                            .Pixels.AsSpan(at * before.Bands, 3)
                            .SequenceEqual(after.Pixels.AsSpan(at * after.Bands, 3)),
                        $"{at}"
                    );
                }
            }
        }
    }

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    [Trait("Requirement", "C-39")]
    public async Task RemoveBackground_WithoutAnyKey_HasAlphaOrSaysThatNoSubjectWasFound(string format)
    {
        var caller = await server.AddCallerAsync(credits: 10);
        var source = StyliseTests.IdOf(
            await caller.GenerateAsync("""{"prompt": "a red fox in a meadow", "size": "320x240", "style": "photo"}""")
        );
        var before = await caller.BalanceAsync();

        var address = await caller.StartAsync(Body("remove_background", source, $"\"output_format\": \"{format}\""));
        var ended = await caller.EndOfAsync(address);

        // Without the network only plain backgrounds can be told, and a meadow is none.
        if (LossesOf(ended).Contains("plain_background_method"))
        {
            Assert.Equal("failed", ended.TextAt("state"));
            Assert.Equal(before, await caller.BalanceAsync());
            return;
        }

        Assert.Equal("complete", ended.TextAt("state"));
        var picture = await PixelsAsync(caller, StyliseTests.IdOf(ended));
        Assert.Equal((320, 240, 4), (picture.Width, picture.Height, picture.Bands));
        Assert.Equal((byte)0, picture.Pixels[3]);
        Assert.Contains(picture.Pixels.Where((_, at) => at % 4 == 3), alpha => alpha > 240);
    }

    [Theory]
    [InlineData("upscale", "\"size\": \"96x64\"", "invalid_dimensions", "size")]
    [InlineData("remove_background", "\"output_format\": \"jpeg\"", "invalid_request", "output_format")]
    [InlineData("outpaint", "\"extend\": {\"left\": 8}, \"fallback\": \"strict\"", "invalid_request", "fallback")]
    [InlineData("outpaint", "\"extend\": {\"left\": 0}", "invalid_request", "extend")]
    [Trait("Requirement", "C-36")]
    [Trait("Requirement", "C-39")]
    public async Task Change_ThatCannotBe_IsRefusedAndCostsNothing(
        string operation,
        string fields,
        string code,
        string field
    )
    {
        var caller = await server.AddCallerAsync(credits: 10);
        var source = await MakeAsync(caller);
        var before = await caller.BalanceAsync();

        var answer = await caller.PostAsync(Door, Body(operation, source, fields));

        Refusal.IsProblem(answer, 400, code, field);
        Assert.Equal(before, await caller.BalanceAsync());
    }

    [Theory]
    [InlineData("upscale", "")]
    [InlineData("outpaint", "\"extend\": {\"left\": 8}")]
    [InlineData("variation", "")]
    [InlineData("remove_background", "")]
    public async Task Change_SomebodyElsesPicture_IsRefused(string operation, string fields)
    {
        var source = await MakeAsync(await server.AddCallerAsync());
        var thief = await server.AddCallerAsync();

        Refusal.IsProblem(
            await thief.PostAsync(Door, Body(operation, source, fields)),
            400,
            "invalid_request",
            "image"
        );
    }

    // Changed from the file that is shown, it would carry the mark twice.
    [Fact]
    public async Task Upscale_OfAFreeAccount_EnlargesThePictureWithoutTheMark()
    {
        var caller = await server.AddCallerAsync(tier: "free");
        var source = StyliseTests.IdOf(await caller.GenerateAsync(Bodies.With("\"size\": \"320x240\"")));

        var made = StyliseTests.IdOf(await caller.GenerateAsync(Body("upscale", source, "\"size\": \"640x480\"")));

        var small = ServedPixels.Read(await StoredFile.ReadAsync(server, Guid.Parse(source), "clean.png"));
        var large = ServedPixels.Read(await StoredFile.ReadAsync(server, Guid.Parse(made), "clean.png"));
        Assert.InRange(ServedPixels.Difference(small, PictureFitter.Fit(large, 320, 240), .., ..), 0, 3);
    }

    private static string Body(string operation, string image, string more) =>
        $$"""{"operation": "{{operation}}", "image": "{{image}}"{{(more.Length > 0 ? ", " + more : "")}}}""";

    private static async Task<string> MakeAsync(TestCaller caller) =>
        StyliseTests.IdOf(await caller.GenerateAsync(Bodies.With("\"size\": \"96x64\"")));

    private static async Task<Imaging.PixelBuffer> PixelsAsync(TestCaller caller, string id) =>
        ServedPixels.Read((await caller.GetAsync($"/v1/images/{id}/original")).Bytes);

    private static IEnumerable<string?> LossesOf(Answer made) =>
        made.At("degradations").EnumerateArray().Select(loss => loss.GetProperty("code").GetString());
}
