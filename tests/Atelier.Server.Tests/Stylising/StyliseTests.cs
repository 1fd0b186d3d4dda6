using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Stylising;

/// <summary>Pictures turned into styles by the filters of the painter, without any key.</summary>
public sealed class StyliseTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/generations";

    [Theory]
    [InlineData("pixel")]
    [InlineData("oil")]
    [InlineData("cartoon")]
    [InlineData("ghibli", "style_approximated")]
    [InlineData("dragonball", "style_approximated")]
    [Trait("Requirement", "B-18")]
    [Trait("Requirement", "B-21")]
    [Trait("Requirement", "B-22")]
    public async Task Stylise_WithoutAnyKey_ChangesThePictureAndDeclaresWhatItIs(string style, params string[] losses)
    {
        var caller = await server.AddCallerAsync();
        var source = await MakeAsync(caller);

        var made = await caller.GenerateAsync(Body(source, style));
        var again = await caller.GenerateAsync(Body(source, style));

        var image = made.At("images")[0];
        Assert.Equal("local", image.GetProperty("provider").GetString());
        Assert.Equal((96, 64), (image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
        Assert.Equal(["painter", .. losses], LossesOf(made));
        var (before, after) = (await PixelsAsync(caller, source), await PixelsAsync(caller, IdOf(made)));
        Assert.InRange(ServedPixels.Difference(before, after, .., ..), 2, 90);
        Assert.Equal(after.Pixels, (await PixelsAsync(caller, IdOf(again))).Pixels);
    }

    [Fact]
    public async Task Stylise_WishesThatNoFilterFollows_AreDeclared()
    {
        var caller = await server.AddCallerAsync();
        var source = await MakeAsync(caller);

        var made = await caller.GenerateAsync(
            Body(source, "oil", $"\"prompt\": \"with a hat, {LogCapture.PromptWord}\", \"seed\": 5")
        );

        Assert.Equal(["painter", "prompt_ignored", "seed_unsupported"], LossesOf(made));
        var image = made.At("images")[0];
        Assert.True(!image.TryGetProperty("seed", out var seed) || seed.ValueKind == JsonValueKind.Null);
    }

    [Theory]
    [InlineData("cover")]
    [InlineData("pad")]
    public async Task Stylise_SizeAsked_GivesExactlyThat(string fit)
    {
        var caller = await server.AddCallerAsync();

        var made = await caller.GenerateAsync(
            Body(
                await MakeAsync(caller),
                "cartoon",
                $"\"size\": \"128x128\", \"fit\": \"{fit}\", \"output_format\": \"jpeg\""
            )
        );

        var file = await caller.GetAsync($"/v1/images/{IdOf(made)}/original");
        Assert.Equal(("jpeg", "128x128"), (PictureFile.Read(file.Bytes).Format, PictureFile.Read(file.Bytes).Size));
        Assert.Equal(fit == "cover", LossesOf(made).Contains("size_cropped"));
    }

    [Theory]
    [InlineData("\"style\": \"oil\", \"n\": 2", "same picture")]
    [InlineData("\"style\": \"realistic\"", "no other style")]
    [InlineData("\"prompt\": \"brighter\"", "no other style")]
    [InlineData("\"style\": \"oil\", \"fallback\": \"strict\"", "painter")]
    [InlineData("\"style\": \"ghibli\", \"model\": \"local-painter\", \"fallback\": \"strict\"", "style_approximated")]
    public async Task Stylise_WhatNoFilterDoes_IsRefusedWithTheReasonAndCostsNothing(string fields, string reason)
    {
        var caller = await server.AddCallerAsync(credits: 10);
        var source = await MakeAsync(caller);
        var before = await caller.BalanceAsync();

        var answer = await caller.PostAsync(Door, $$"""{"operation": "stylise", "image": "{{source}}", {{fields}}}""");

        Assert.True(answer.Status is 400 or 503, $"{answer.Status}: {answer.Text}");
        Assert.Contains(reason, answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, await caller.BalanceAsync());
    }

    [Fact]
    public async Task Stylise_SomebodyElsesPicture_IsRefused()
    {
        var source = await MakeAsync(await server.AddCallerAsync());
        var thief = await server.AddCallerAsync();

        Refusal.IsProblem(await thief.PostAsync(Door, Body(source, "oil")), 400, "invalid_request", "image");
    }

    // Marked twice, one filtered and one sharp, is what came of filtering the file that is shown.
    [Fact]
    public async Task Stylise_OfAFreeAccount_FiltersThePictureWithoutTheMark()
    {
        var caller = await server.AddCallerAsync(tier: "free");
        var source = IdOf(await caller.GenerateAsync(Bodies.With("\"size\": \"320x240\"")));
        var made = IdOf(await caller.GenerateAsync(Body(source, "pixel")));

        var clean = ServedPixels.Read(await StoredFile.ReadAsync(server, Guid.Parse(made), "clean.png"));
        var shown = ServedPixels.Read(await StoredFile.ReadAsync(server, Guid.Parse(made), "original.png"));

        // Two dots of the lower right, where the mark lies: squares without it, none with it.
        const int Dot = 3;
        var (cleanBreaks, shownBreaks) = (Breaks(clean, Dot), Breaks(shown, Dot));
        Assert.Equal(0, cleanBreaks);
        Assert.True(shownBreaks > 50, $"{shownBreaks}");
        Assert.InRange(
            ServedPixels.Difference(
                clean,
                ServedPixels.Read(await StoredFile.ReadAsync(server, Guid.Parse(source), "clean.png")),
                160..,
                120..
            ),
            0,
            30
        );
    }

    // The picture may go while its change waits in the queue.
    [Fact]
    public async Task Stylise_PictureGoneMeanwhile_FailsAndCostsNothing()
    {
        var caller = await server.AddCallerAsync(credits: 10);
        var source = await MakeAsync(caller);
        var before = await caller.BalanceAsync();
        await server.PauseAsync();
        var address = await caller.StartAsync(Body(source, "oil"));
        File.Delete(StoredFile.Find(server, Guid.Parse(source), "original.png")!);
        await server.ResumeAsync();

        var ended = await caller.EndOfAsync(address);

        Assert.Equal("failed", ended.TextAt("state"));
        Assert.Equal(before, await caller.BalanceAsync());
    }

    [Fact]
    public async Task Route_OfAStylise_SaysThatAFilterDoesIt()
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.PostAsync("/v1/route", Body(await MakeAsync(caller), "dragonball"));

        var losses = answer.At("chain")[0].GetProperty("degradations").EnumerateArray();
        Assert.All(
            losses,
            loss => Assert.Contains("filter", loss.GetProperty("text").GetString(), StringComparison.Ordinal)
        );
        Assert.Contains(
            answer.At("text").EnumerateArray(),
            line => line.GetString()!.Contains("the local painter serves", StringComparison.Ordinal)
        );
    }

    internal static string Body(string image, string style, string more = "") =>
        $$"""{"operation": "stylise", "image": "{{image}}", "style": "{{style}}"{{(more.Length > 0 ? ", " + more : "")}}}""";

    internal static string IdOf(Answer made) => made.At("images")[0].GetProperty("id").GetString()!;

    private static async Task<string> MakeAsync(TestCaller caller) =>
        IdOf(await caller.GenerateAsync(Bodies.With("\"size\": \"96x64\"")));

    private static async Task<Imaging.PixelBuffer> PixelsAsync(TestCaller caller, string id) =>
        ServedPixels.Read((await caller.GetAsync($"/v1/images/{id}/original")).Bytes);

    private static IEnumerable<string?> LossesOf(Answer made) =>
        made.At("degradations").EnumerateArray().Select(loss => loss.GetProperty("code").GetString());

    // Pixels that differ from the first of their dot.
    private static int Breaks(Imaging.PixelBuffer picture, int dot)
    {
        var breaks = 0;
        for (var y = 0; y < picture.Height; y++)
        for (var x = 0; x < picture.Width; x++)
        {
            var (one, first) = (
                ((y * picture.Width) + x) * picture.Bands,
                (((y - (y % dot)) * picture.Width) + x - (x % dot)) * picture.Bands
            );
            breaks += picture.Pixels.AsSpan(one, 3).SequenceEqual(picture.Pixels.AsSpan(first, 3)) ? 0 : 1;
        }

        return breaks;
    }
}
