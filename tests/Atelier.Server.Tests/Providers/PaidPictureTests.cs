using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>Pictures that a provider makes and bills.</summary>
public sealed class PaidPictureTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    [Fact]
    [Trait("Requirement", "A-25")]
    public async Task Create_ByAnOpenAiModel_IsOneCallAtItsTrueCost()
    {
        var caller = await server.Server.AddCallerAsync();
        var before = EmulatedServer.Paid(server.OpenAi).Count;

        var made = await caller.GenerateAsync(Bodies.Flare());

        Assert.Equal("gpt-image-2.5-flare", made.TextAt("model"));
        Assert.Equal("openai", made.TextAt("provider"));
        Assert.False(made.Json.TryGetProperty("fallback_from", out _));
        var image = Assert.Single(made.At("images").EnumerateArray());
        var file = await server.Server.Nobody().GetAsync(image.GetProperty("url").GetString()!);
        Assert.Equal("1024x640", PictureFile.Read(file.Bytes).Size);
        var call = EmulatedServer.Paid(server.OpenAi)[before..].Single();
        using var sent = JsonDocument.Parse(call.Body!);
        Assert.Equal("medium", sent.RootElement.GetProperty("quality").GetString());
        Assert.Equal(Fingerprint($"Bearer {server.Keys["openai"]}"), call.Headers["Authorization"]);
        Assert.Equal(1m, made.At("price.settled").GetDecimal());
        Assert.Equal(99_000, await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }

    [Fact]
    [Trait("Requirement", "A-45")]
    public async Task Create_Made_TellsAddressesMeasuredSizesWhoMadeItAndWhatItCost()
    {
        var admin = await server.Server.AddCallerAsync(scopes: ["generate", "admin"]);

        var made = await admin.GenerateAsync(Bodies.Flare("\"n\": 2"));

        Assert.Equal(("complete", "openai"), (made.TextAt("state"), made.TextAt("provider")));
        Assert.Equal("gpt-image-2.5-flare", made.TextAt("model"));
        var images = made.At("images").EnumerateArray().ToList();
        Assert.Equal(2, images.Count);
        foreach (var image in images)
        {
            var file = await server.Server.Nobody().GetAsync(image.GetProperty("url").GetString()!);
            var thumb = await server.Server.Nobody().GetAsync(image.GetProperty("thumbnail_url").GetString()!);
            Assert.Equal(
                PictureFile.Read(file.Bytes).Size,
                $"{image.GetProperty("width").GetInt32()}x{image.GetProperty("height").GetInt32()}"
            );
            Assert.Equal(200, thumb.Status);
        }

        // Credits are what it cost the caller; the dollars of the call are the operator's.
        Assert.Equal(2m, made.At("price.settled").GetDecimal());
        var told = await admin.GetAsync($"/v1/generations/{made.TextAt("id")}/explain");
        var billed = Assert.Single(told.At("attempts").EnumerateArray()).GetProperty("cost_usd").GetDecimal();
        Assert.True(billed > 0);
        await Books.AreEvenAsync(server);
    }

    [Theory]
    [InlineData("draft", 500)]
    [InlineData("standard", 1000)]
    [InlineData("high", 1500)]
    [InlineData("ultra", 2000)]
    public async Task Create_NamedModelWithPricesOfItsOwn_CostsThoseWhateverTheBill(string quality, long price)
    {
        var caller = await server.Server.AddCallerAsync();

        await caller.GenerateAsync(
            Bodies.With($"\"model\": \"dalle3\", \"aspect_ratio\": \"1:1\", \"n\": 2, \"quality\": \"{quality}\"")
        );

        Assert.Equal(100_000 - 2 * price, await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }

    [Fact]
    public async Task Create_AtOpenAisDoor_IsOneCallAtItsTrueCost()
    {
        var caller = await server.Server.AddCallerAsync();
        var before = EmulatedServer.Paid(server.OpenAi).Count;

        var made = await caller.PostAsync("/v1/images/generations", Bodies.Flare("\"n\": 3"));

        Assert.True(made.Status == 200, made.Text);
        Assert.Equal("gpt-image-2.5-flare", made.TextAt("model"));
        var pictures = made.At("data").EnumerateArray().Select(item => item.GetProperty("b64_json").GetString()!);
        Assert.Equal(
            3,
            pictures.Select(Convert.FromBase64String).Select(png => PictureFile.PixelHash(png)).Distinct().Count()
        );
        Assert.Single(EmulatedServer.Paid(server.OpenAi)[before..]);
        Assert.Equal(97_000, await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }

    [Fact]
    [Trait("Requirement", "A-25")]
    [Trait("Requirement", "A-33")]
    public async Task Create_ByMidjourney_KeepsFourAndTakesTheBillFromTheAnswer()
    {
        var caller = await server.Server.AddCallerAsync();
        var before = server.LegNext.Calls.Count;

        var made = await server.MakeAtLegNextAsync(caller, Bodies.Midjourney());

        Assert.Equal("midjourney-v7", made.TextAt("model"));
        Assert.Equal("legnext", made.TextAt("provider"));
        Assert.Single(made.At("images").EnumerateArray());
        Assert.Equal(3, made.At("candidates").GetArrayLength());
        var calls = server.LegNext.Calls.Skip(before).ToList();
        Assert.Single(calls, call => call.Method == "POST");
        var files = calls.Where(call => call.Operation == "file").Select(call => call.Path).ToList();
        Assert.Equal(4, files.Count);
        Assert.DoesNotContain(files, path => path.Contains("grid", StringComparison.Ordinal));
        Assert.All(
            calls.Where(call => call.Operation != "file"),
            call => Assert.Equal(Fingerprint(server.Keys["legnext"]), call.Headers["x-api-key"])
        );
        Assert.Equal(80, server.LegNext.Bill.Items[^1].Units);
        Assert.Equal(98_800, await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }

    [Theory]
    [InlineData("16:9", "standard", "cover", "1792x1008", "")]
    [InlineData("9:16", "ultra", "cover", "2160x3840", "size_enlarged")]
    [InlineData("4:3", "high", "pad", "2048x1536", "")]
    [Trait("Requirement", "C-24")]
    public async Task Create_ByMidjourneyInSizesItDoesNotMake_HasExactlyThesePixels(
        string ratio,
        string quality,
        string fit,
        string size,
        string loss
    )
    {
        var caller = await server.Server.AddCallerAsync();

        var made = await server.MakeAtLegNextAsync(
            caller,
            $$"""
            {"prompt": "a red fox", "model": "midjourney", "aspect_ratio": "{{ratio}}", "quality": "{{quality}}", "fit": "{{fit}}"}
            """
        );

        Assert.Equal(
            loss,
            string.Join(
                ',',
                made.At("degradations").EnumerateArray().Select(one => one.GetProperty("code").GetString())
            )
        );
        var image = made.At("images")[0];
        var file = await caller.GetAsync(image.GetProperty("url").GetString()!);
        Assert.Equal(size, PictureFile.Read(file.Bytes).Size);
        Assert.Contains($"--ar {ratio} ", EmulatedServer.Paid(server.LegNext)[^1].Body, StringComparison.Ordinal);
        await Books.AreEvenAsync(server);
    }

    [Fact]
    public async Task Create_FiveByMidjourney_AreTwoJobs()
    {
        var caller = await server.Server.AddCallerAsync();
        var before = EmulatedServer.Paid(server.LegNext).Count;

        var address = await caller.StartAsync(Bodies.Midjourney("\"n\": 5"));
        await EmulatedServer.WaitForPaidAsync(server.LegNext, before + 2);
        await server.EndTasksAsync(address);
        var made = await caller.EndOfAsync(address);

        Assert.Equal("complete", made.TextAt("state"));
        Assert.Equal(5, made.At("images").GetArrayLength());
        Assert.Equal(3, made.At("candidates").GetArrayLength());
        Assert.Equal(2, EmulatedServer.Paid(server.LegNext).Count - before);
        Assert.Equal(94_000, await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }

    private static string Fingerprint(string value) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..12]}";
}
