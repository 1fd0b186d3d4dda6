using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>Changes to a picture that LegNext made, each a job of its own there.</summary>
public sealed class ChangeTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    [Fact]
    [Trait("Requirement", "A-37")]
    public async Task Change_OfALegNextPicture_IsAJobThereAtItsPrice()
    {
        var caller = await server.Server.AddCallerAsync();
        var made = await server.MakeAtLegNextAsync(caller, Bodies.Midjourney("\"n\": 2"));
        var picture = made.At("images")[1].GetProperty("id").GetString();
        var task = server.LegNext.Bill.Items[^1].Id;
        var mask = (await caller.GenerateAsync(Bodies.Small("\"model\": \"local-painter\""))).At("images")[0];

        await ChangeAsync("upscale", picture, "", points: 120, pictures: 1, price: 4000);
        await ChangeAsync("upscale", picture, "\"enhance_details\": true", points: 160, pictures: 1, price: 4000);
        await ChangeAsync("variation", picture, "\"model\": \"midjourney\"", points: 120, pictures: 4, price: 1200);
        await ChangeAsync(
            "outpaint",
            picture,
            "\"model\": \"midjourney\", \"extend\": {\"left\": 256, \"right\": 256, \"top\": 256, \"bottom\": 256}",
            points: 80,
            pictures: 4,
            price: 1800
        );
        await ChangeAsync(
            "inpaint",
            picture,
            $"\"model\": \"midjourney\", \"prompt\": \"a boat\", \"mask\": \"{mask.GetProperty("id").GetString()}\"",
            points: 120,
            pictures: 4,
            price: 1200
        );
        await ChangeAsync("remove_background", picture, "", points: 80, pictures: 1, price: 500);

        var sent = EmulatedServer.Paid(server.LegNext).Skip(1).Select(call => Parse(call.Body!)).ToList();
        Assert.All(
            sent[..5],
            body =>
                Assert.Equal((task, 1), (body.GetProperty("jobId").GetString(), body.GetProperty("imageNo").GetInt32()))
        );
        Assert.Equal([0, 1], sent[..2].Select(body => body.GetProperty("type").GetInt32()));
        Assert.Equal(1.5, sent[3].GetProperty("scale").GetDouble());
        await IsMaskAsync(sent[4].GetProperty("mask").GetProperty("url").GetString()!, mask);
        var source = await server.Server.Nobody().GetAsync(sent[5].GetProperty("imgUrl").GetString()!);
        Assert.Equal(new PictureFile("png", 1024, 1024), PictureFile.Read(source.Bytes));
        await Books.AreEvenAsync(server);

        async Task ChangeAsync(string operation, string? image, string more, int points, int pictures, long price)
        {
            var balance = await caller.BalanceAsync();
            var fields = more.Length > 0 ? $", {more}" : "";

            var changed = await server.MakeAtLegNextAsync(
                caller,
                $$"""{"operation": "{{operation}}", "image": "{{image}}"{{fields}}}"""
            );

            Assert.Equal("legnext", changed.TextAt("provider"));
            Assert.Single(changed.At("images").EnumerateArray());
            var line = server.LegNext.Bill.Items[^1];
            Assert.Equal((operation.Replace('_', '-'), points, pictures), (line.Operation, line.Units, line.Pictures));
            Assert.Equal(balance - price, await caller.BalanceAsync());
        }
    }

    // LegNext fetches it by its signature alone; nobody else gets it, not even by the owner's key.
    private async Task IsMaskAsync(string address, JsonElement image)
    {
        var mask = await server.Server.Nobody().GetAsync(address);
        Assert.Equal(200, mask.Status);
        Assert.Equal("image/png", mask.Header("Content-Type"));
        Assert.Equal(new PictureFile("png", 64, 48), PictureFile.Read(mask.Bytes));
        var picture = await server.Server.Nobody().GetAsync(image.GetProperty("url").GetString()!);
        Assert.NotEqual(PictureFile.PixelHash(picture.Bytes), PictureFile.PixelHash(mask.Bytes));

        var path = address[..address.IndexOf('?', StringComparison.Ordinal)];
        Refusal.IsOpenAi(await server.Server.Nobody().GetAsync(path), 401, "unauthorized");
        Refusal.IsOpenAi(await server.Server.Owner().GetAsync(path), 404, "not_found");
        var signature = image.GetProperty("url").GetString()!.Split('?')[1];
        Refusal.IsOpenAi(await server.Server.Nobody().GetAsync($"{path}?{signature}"), 403, "forbidden");
    }

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
