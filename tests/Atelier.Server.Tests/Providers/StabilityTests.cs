using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>Everything that Stability does, from the door to the books.</summary>
public sealed class StabilityTests(StabilityServer stability) : IClassFixture<StabilityServer>
{
    private EmulatedServer Server => stability.Server;

    [Fact]
    [Trait("Requirement", "C-43")]
    [Trait("Requirement", "C-37")]
    [Trait("Requirement", "C-39")]
    public async Task EveryOperation_OfSdxl_IsACallThereAtItsPrice()
    {
        var caller = await Server.Server.AddCallerAsync();
        var made = await caller.GenerateAsync(
            """{"prompt": "a lake", "model": "sdxl", "size": "1024x1024", "n": 3, "seed": 11, "fallback": "strict"}"""
        );
        IsLine("text-to-image", 2_700, 3);
        Assert.Equal([11L, 12L, 13L], Images(made).Select(image => image.GetProperty("seed").GetInt64()));
        var picture = IdOf(made);
        var mask = IdOf(await caller.GenerateAsync(Bodies.Small("\"model\": \"local-painter\"")));

        await ChangeAsync("variation", "\"model\": \"sdxl\", \"strength\": 0.4", "image-to-image", 900);
        await ChangeAsync("inpaint", $"\"prompt\": \"a boat\", \"mask\": \"{mask}\"", "masking", 900);
        var grown = await ChangeAsync("outpaint", "\"extend\": {\"left\": 100, \"top\": 28}", "outpaint", 4_000);
        var large = await ChangeAsync("upscale", "\"size\": \"2048x2048\"", "fast", 2_000);
        var cut = await ChangeAsync("remove_background", "", "remove-background", 5_000);

        // The emulator's pictures are small, and what has no size of the request's stays as it came.
        Assert.Equal((64, 64, 2048), (Width(cut), Width(grown), Width(large)));
        Assert.Empty(stability.Wire.Violations);
        await Books.AreEvenAsync(Server);

        async Task<Answer> ChangeAsync(string operation, string more, string service, long units)
        {
            var fields = more.Length > 0 ? $", {more}" : "";
            var changed = await caller.GenerateAsync(
                $$"""{"operation": "{{operation}}", "image": "{{picture}}"{{fields}}}"""
            );
            Assert.Equal("stability", changed.TextAt("provider"));
            IsLine(service, units, 1);
            return changed;
        }
    }

    [Fact]
    [Trait("Requirement", "C-43")]
    public async Task Inpaint_PictureOfNoneOfTheNineShapes_GoesToTheSecondApi()
    {
        var caller = await Server.Server.AddCallerAsync();
        var made = await caller.GenerateAsync(
            """{"prompt": "a lake", "model": "stable-image-core", "size": "1792x1008"}"""
        );
        IsLine("core", 3_000, 1);
        var mask = IdOf(await caller.GenerateAsync(Bodies.Small("\"model\": \"local-painter\"")));

        var changed = await caller.GenerateAsync(
            $$"""{"operation": "inpaint", "image": "{{IdOf(made)}}", "mask": "{{mask}}", "prompt": "a boat"}"""
        );

        IsLine("inpaint", 5_000, 1);
        Assert.Equal("sdxl", changed.TextAt("model"));
        Assert.Empty(stability.Wire.Violations);
        await Books.AreEvenAsync(Server);
    }

    [Fact]
    [Trait("Requirement", "C-36")]
    public async Task Upscale_WithDetails_IsATaskThatIsAskedFor()
    {
        var caller = await Server.Server.AddCallerAsync();
        var made = await caller.GenerateAsync("""{"prompt": "a lake", "model": "sdxl", "size": "1024x1024"}""");
        var address = await caller.StartAsync(
            $$"""{"operation": "upscale", "image": "{{IdOf(made)}}", "size": "2048x2048", "enhance_details": true}"""
        );
        await Server.WaitForTaskAsync(address);

        await Server.Server.House.MoveClockAsync(TimeSpan.FromSeconds(15));
        var large = await caller.EndOfAsync(address);

        Assert.Equal(("complete", "stable-image-creative"), (large.TextAt("state"), large.TextAt("model")));
        IsLine("creative", 60_000, 1);
        Assert.Equal(2048, Width(large));
        await Books.AreEvenAsync(Server);
    }

    [Fact]
    [Trait("Requirement", "C-43")]
    public async Task Create_SeveralPicturesWhereACallBringsOne_AreCallsWithSeedsOfTheirOwn()
    {
        var caller = await Server.Server.AddCallerAsync();
        var before = EmulatedServer.Paid(stability.Wire).Count;

        var made = await caller.GenerateAsync(
            """{"prompt": "a lake", "model": "sd3.5-flash", "size": "1024x1024", "n": 4, "seed": 5}"""
        );

        var paid = EmulatedServer.Paid(stability.Wire).Skip(before).ToList();
        Assert.Equal(4, paid.Count);
        Assert.Equal(
            ["5", "6", "7", "8"],
            paid.Select(call => call.Parts.Single(part => part.Name == "seed").Text).Order()
        );
        Assert.Equal([5L, 6L, 7L, 8L], Images(made).Select(image => image.GetProperty("seed").GetInt64()));
        await Books.AreEvenAsync(Server);
    }

    [Fact]
    public async Task Create_PictureFiltered_IsRefusedAndStandsInTheBooks()
    {
        var caller = await Server.Server.AddCallerAsync();
        var balance = await caller.BalanceAsync();
        var before = EmulatedServer.Paid(stability.Wire).Count;

        var answer = await caller.PostAsync(
            "/v1/generations",
            """{"prompt": "a red swimsuit", "model": "stable-image-ultra", "size": "1024x1024"}""",
            ("Prefer", "wait=60")
        );

        Assert.Equal(("failed", "content_policy"), (answer.TextAt("state"), answer.TextAt("error.code")));
        // It ends the chain: nobody else is asked.
        Assert.Equal(before + 1, EmulatedServer.Paid(stability.Wire).Count);
        Assert.Equal(balance, await caller.BalanceAsync());
        IsLine("ultra", 8_000, 1);
        await Books.AreEvenAsync(Server);
    }

    [Fact]
    public async Task Create_OutOfCredits_GoesToNobodyAndCostsNothing()
    {
        var caller = await Server.Server.AddCallerAsync();
        stability.Wire.AddFaults(new FaultRule { Action = FaultAction.OutOfCredits, Operation = "ultra" });

        var answer = await caller.PostAsync(
            "/v1/generations",
            """{"prompt": "a lake", "model": "stable-image-ultra", "size": "1024x1024", "fallback": "strict"}""",
            ("Prefer", "wait=60")
        );

        Assert.Equal("failed", answer.TextAt("state"));
        await Books.AreEvenAsync(Server);
    }

    private void IsLine(string service, long milliCredits, int pictures) =>
        Assert.Equal(
            (service, milliCredits, pictures),
            (stability.LastLine.Operation, stability.LastLine.Units, stability.LastLine.Pictures)
        );

    private static List<System.Text.Json.JsonElement> Images(Answer answer) =>
        [.. answer.At("images").EnumerateArray()];

    private static string IdOf(Answer answer) => Images(answer)[0].GetProperty("id").GetString()!;

    private static int Width(Answer answer) => Images(answer)[0].GetProperty("width").GetInt32();
}
