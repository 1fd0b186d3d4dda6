using Atelier.Server.Tests.Photos;
using Atelier.Server.Tests.Presentations;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Wires;

/// <summary>Work by the doors of photos and presentations that one provider must do, since the account allows no other.</summary>
internal sealed class DoorWork(TestServer server)
{
    /// <summary>A photo in oil.</summary>
    /// <returns>What the photo door says in the end.</returns>
    public async Task<Answer> RestyleAsync(string provider)
    {
        var caller = await AddCallerAsync(provider);
        var session = await PhotoServer.UploadAsync(server, caller);

        var address = await PhotoServer.StartAsync(caller, session, "\"style\": \"oil\"");
        var ended = await PhotoServer.EndOfAsync(caller, address);

        Assert.True(ended.TextAt("status") == "completed", ended.Text);
        await IsMadeThereAsync(caller, provider);
        return ended;
    }

    /// <summary>A picture for a slide.</summary>
    public async Task GenerateAsync(string provider)
    {
        var caller = await AddCallerAsync(provider);

        await MakeAsync(caller, provider, DeckBody.Generate().With("config.style", "\"illustration\""));
    }

    /// <param name="type">As the door names it: inpaint, outpaint or variation.</param>
    public async Task EditAsync(string provider, string type)
    {
        var caller = await AddCallerAsync(provider, "local");
        var image = await SourceAsync(caller, provider);
        var mask = type == "inpaint" ? $", \"mask\": \"{await MaskAsync(caller)}\"" : "";
        var extend =
            type != "outpaint" ? ""
            : provider == "legnext" ? """, "extend": {"left": 256, "right": 256, "top": 256, "bottom": 256}"""
            : """, "extend": {"left": 64, "right": 64}""";

        await AllWires.SetRulesAsync(server, caller, provider);
        var body = DeckBody.Placed(
            $$"""
            "imageId": "{{image}}", "edit": {"type": "{{type}}", "prompt": "a boat"{{mask}}{{extend}}}
            """
        );
        await MakeAsync(caller, provider, body, DeckDoor.Edit);
    }

    public async Task EnlargeAsync(string provider)
    {
        var caller = await AddCallerAsync(provider, "local");
        var image = await SourceAsync(caller, provider);

        await AllWires.SetRulesAsync(server, caller, provider);
        var quality = provider == "legnext" ? "high" : "standard";
        var body = DeckBody.Placed($"\"imageId\": \"{image}\", \"targetQuality\": \"{quality}\"");
        await MakeAsync(caller, provider, body, DeckDoor.Upscale);
    }

    public async Task CutOutAsync(string provider)
    {
        var caller = await AddCallerAsync(provider, "local");
        var image = await PaintedAsync(caller, 256);

        await AllWires.SetRulesAsync(server, caller, provider);
        await MakeAsync(caller, provider, DeckBody.Placed($"\"imageId\": \"{image}\""), DeckDoor.Cut);
    }

    private async Task<TestCaller> AddCallerAsync(params string[] only)
    {
        var caller = await server.AddCallerAsync(credits: 10_000);
        await AllWires.SetRulesAsync(server, caller, only);
        return caller;
    }

    private static async Task MakeAsync(
        TestCaller caller,
        string provider,
        DeckBody body,
        string door = DeckDoor.Generate
    )
    {
        Assert.NotEmpty(DeckDoor.ImageOf(await DeckDoor.MakeAsync(caller, body, door)));
        await IsMadeThereAsync(caller, provider);
    }

    // LegNext changes nothing but pictures of its own; all others make this size, and what grows from it.
    private static Task<string> SourceAsync(TestCaller caller, string provider) =>
        provider == "legnext" ? PictureAsync(caller, "midjourney-v7", 1024) : PaintedAsync(caller, 896);

    private static Task<string> PaintedAsync(TestCaller caller, int side) =>
        PictureAsync(caller, "local-painter", side);

    private static async Task<string> PictureAsync(TestCaller caller, string model, int side)
    {
        var made = await caller.GenerateAsync(
            Bodies.With($"\"model\": \"{model}\", \"size\": \"{side}x{side}\", \"fallback\": \"strict\"")
        );
        return made.At("images")[0].GetProperty("id").GetString()!;
    }

    // All sources are squares.
    private static async Task<string> MaskAsync(TestCaller caller)
    {
        var id = await PaintedAsync(caller, 128);
        return Convert.ToBase64String((await caller.GetAsync($"/v1/images/{id}/original")).Bytes);
    }

    // The last that was accepted.
    private static async Task IsMadeThereAsync(TestCaller caller, string provider)
    {
        var told = (await caller.GetAsync("/v1/generations?limit=1")).At("data")[0];
        Assert.Equal(
            ("complete", provider),
            (told.GetProperty("state").GetString(), told.GetProperty("provider").GetString())
        );
    }
}
