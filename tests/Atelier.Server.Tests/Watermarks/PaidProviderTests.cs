using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Watermarks;

/// <summary>Pictures of models for a free account: delivered, surplus and late ones, and what providers get to change them.</summary>
public sealed class PaidProviderTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    private TestServer Server => server.Server;

    [Fact]
    public async Task Get_DeliveredPicturesAndCandidates_AllCarryTheMark()
    {
        var caller = await Server.AddCallerAsync(tier: "free");
        var made = await server.MakeAtLegNextAsync(caller, Bodies.Midjourney("\"n\": 2"));
        var pictures = made.At("images").EnumerateArray().Concat(made.At("candidates").EnumerateArray()).ToList();
        Assert.Equal(4, pictures.Count);

        foreach (var picture in pictures)
        {
            var id = picture.GetProperty("id").GetGuid();
            var clean = ServedPixels.Read(await StoredFile.ReadAsync(Server, id, "clean.png"));
            var shown = await Server.Nobody().GetAsync(picture.GetProperty("url").GetString()!);
            Assert.True(
                ServedPixels.Difference(clean, ServedPixels.Read(shown.Bytes), ^200.., ^40..) > 4,
                picture.GetRawText()
            );
        }

        // And once chosen, still.
        var chosen = made.At("candidates")[0].GetProperty("id").GetGuid();
        var after = await caller.PostAsync($"/v1/generations/{made.TextAt("id")}/candidates/{chosen}", "{}");
        var url = after.At("images")[0].GetProperty("url").GetString()!;
        var file = await Server.Nobody().GetAsync(url);
        var original = await StoredFile.ReadAsync(Server, chosen, "original.png");
        Assert.Equal(original, file.Bytes);
        Assert.NotEqual(await StoredFile.ReadAsync(Server, chosen, "clean.png"), file.Bytes);
    }

    [Fact]
    public async Task Change_OfAMarkedPicture_StartsFromTheMarkedOneUntilTheAccountPays()
    {
        var caller = await Server.AddCallerAsync(tier: "free");
        var made = await server.MakeAtLegNextAsync(caller, Bodies.Midjourney());
        var source = made.At("images")[0].GetProperty("id").GetGuid();

        var cut = await server.MakeAtLegNextAsync(
            caller,
            $$"""{"operation": "remove_background", "image": "{{source}}"}"""
        );

        var sent = JsonSerializer.Deserialize<JsonElement>(EmulatedServer.Paid(server.LegNext)[^1].Body!);
        var address = sent.GetProperty("imgUrl").GetString()!;
        var fetched = await Server.Nobody().GetAsync(address);
        Assert.Equal(await StoredFile.ReadAsync(Server, source, "original.png"), fetched.Bytes);
        Assert.NotEqual(await StoredFile.ReadAsync(Server, source, "clean.png"), fetched.Bytes);
        Assert.Equal("no-store, private", fetched.Header("Cache-Control"));
        Assert.NotNull(StoredFile.Find(Server, cut.At("images")[0].GetProperty("id").GetGuid(), "clean.png"));
        await IsShownNowhereAsync(caller, address, source);

        await UpgradeAsync(caller);
        await server.MakeAtLegNextAsync(caller, $$"""{"operation": "remove_background", "image": "{{source}}"}""");

        sent = JsonSerializer.Deserialize<JsonElement>(EmulatedServer.Paid(server.LegNext)[^1].Body!);
        fetched = await Server.Nobody().GetAsync(sent.GetProperty("imgUrl").GetString()!);
        Assert.Equal(await StoredFile.ReadAsync(Server, source, "clean.png"), fetched.Bytes);
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    public async Task Change_OfACopyThatTheProviderHas_IsNotDoneThereUnlessItPaintsAnew()
    {
        var caller = await Server.AddCallerAsync(tier: "free");
        var made = await server.MakeAtLegNextAsync(caller, Bodies.Midjourney());
        var source = made.At("images")[0].GetProperty("id").GetGuid();
        var upscale = $$"""{"operation": "upscale", "image": "{{source}}"}""";
        var outpaint =
            $$"""{"operation": "outpaint", "image": "{{source}}", "extend": {"left": 256, "right": 256, "top": 256, "bottom": 256} }""";

        // Nobody else who is switched on enlarges, and we stand in for others only where that is allowed.
        Refusal.IsProblem(await caller.PostAsync("/v1/generations", upscale), 503, "provider_unavailable");
        var here = await caller.GenerateAsync(
            $$"""{"operation": "upscale", "image": "{{source}}", "fallback": "best_effort"}"""
        );
        Assert.Equal("local", here.TextAt("provider"));
        Assert.NotEqual("legnext", (await caller.GenerateAsync(outpaint)).TextAt("provider"));
        var varied = await server.MakeAtLegNextAsync(
            caller,
            $$"""{"operation": "variation", "model": "midjourney", "image": "{{source}}"}"""
        );
        await UpgradeAsync(caller);
        var large = await server.MakeAtLegNextAsync(caller, upscale);

        Assert.Equal(("legnext", "legnext"), (varied.TextAt("provider"), large.TextAt("provider")));
    }

    private Task UpgradeAsync(TestCaller caller) =>
        Server.House.ExecuteAsync("UPDATE accounts SET tier = 'paid' WHERE id = @AccountId", new { caller.AccountId });

    private async Task IsShownNowhereAsync(TestCaller caller, string address, Guid source)
    {
        // Shorter than the addresses of pictures, and of no use for them.
        var query = address.Split('?')[1];
        var ends = DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(query.Split('&').Single(part => part.StartsWith("exp=", StringComparison.Ordinal))[4..], null)
        );
        Assert.InRange(ends - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        foreach (var variant in (string[])["original", "optimized", "placeholder", "source", "mask", "mask-shown"])
        {
            var answer = await Server.Nobody().GetAsync($"/v1/images/{source}/{variant}?{query}");
            Refusal.IsOpenAi(answer, 403, "forbidden");
        }

        var path = address[
            (address.IndexOf("/v1/", StringComparison.Ordinal))..address.IndexOf('?', StringComparison.Ordinal)
        ];
        var signature = query[(query.IndexOf("sig=", StringComparison.Ordinal) + 4)..];
        Refusal.IsOpenAi(await caller.GetAsync(path), 404, "not_found");
        Refusal.IsOpenAi(await Server.Owner().GetAsync(path), 404, "not_found");
        Refusal.IsOpenAi(await Server.Nobody().GetAsync(path), 401, "unauthorized");

        var list = await caller.GetAsync("/v1/generations");
        Answer[] answers =
        [
            list,
            await Server.Owner().GetAsync("/admin/api/attempts?state=unknown"),
            .. await Task.WhenAll(
                list.At("data")
                    .EnumerateArray()
                    .Select(made => caller.GetAsync($"/v1/generations/{made.GetProperty("id")}"))
            ),
        ];
        Assert.All(answers, answer => Assert.DoesNotContain("/source", answer.Text, StringComparison.Ordinal));
        Assert.All(answers, answer => Assert.DoesNotContain(signature, answer.Text, StringComparison.Ordinal));
        // The host's own diagnostics write every address at this level; in service they are off.
        Assert.DoesNotContain(
            Server.Logs.Lines,
            line =>
                !line.Contains(" Microsoft.AspNetCore.Hosting.Diagnostics:", StringComparison.Ordinal)
                && line.Contains(signature, StringComparison.Ordinal)
        );
    }
}
