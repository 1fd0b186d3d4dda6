using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Renditions;

/// <summary><c>POST /v1/images/{id}/urls</c>, and the addresses it signs.</summary>
public sealed class UrlDoorTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("{}", 600, 400, "image/png")]
    [InlineData("""{"variant": "thumb-256"}""", 256, 171, "image/webp")]
    [InlineData("""{"variant": "optimized"}""", 600, 400, "image/webp")]
    [InlineData("""{"width": 300}""", 300, 200, "image/png")]
    [InlineData("""{"width": 301, "height": 301}""", 301, 201, "image/png")]
    [InlineData("""{"width": 37, "format": "avif"}""", 37, 25, "image/avif")]
    [InlineData("""{"width": 100, "height": 100, "fit": "cover", "format": "jpeg"}""", 100, 100, "image/jpeg")]
    [InlineData("""{"width": 2000, "height": 1000, "fit": "cover", "format": "jpeg"}""", 600, 300, "image/jpeg")]
    [InlineData("""{"width": 700, "height": 700, "fit": "pad", "format": "webp"}""", 600, 600, "image/webp")]
    [InlineData("""{"variant": "optimized", "format": "auto", "quality": 43}""", 600, 400, "image/webp")]
    public async Task Create_ARendition_SaysWhatTheAddressBrings(string body, int width, int height, string type)
    {
        var image = await RenderedImage.SharedAsync(server);

        var made = await image.Caller.PostAsync($"{image.Path}/urls", body);

        Assert.True(made.Status == 200, made.Text);
        Assert.Equal((width, height), (made.At("width").GetInt32(), made.At("height").GetInt32()));
        Assert.Equal(type, made.TextAt("media_type"));
        var file = await server.Nobody().GetAsync(made.TextAt("url")!);
        Assert.Equal(type, file.Header("Content-Type"));
        var pixels = ServedPixels.Read(file.Bytes);
        Assert.Equal((width, height), (pixels.Width, pixels.Height));
        Assert.Equal("cross-origin", file.Header("Cross-Origin-Resource-Policy"));
    }

    [Theory]
    [InlineData(null, 24 * 60 * 60)]
    [InlineData(60, 60)]
    [InlineData(604_800, 604_800)]
    public async Task Create_WithATime_TheAddressWorksSoLong(int? seconds, int expected)
    {
        var image = await RenderedImage.SharedAsync(server);

        var made = await image.Caller.PostAsync(
            $"{image.Path}/urls",
            seconds is null ? "{}" : JsonSerializer.Serialize(new { expires_in = seconds })
        );

        var left = made.At("expires_at").GetDateTimeOffset() - TimeProvider.System.GetUtcNow();
        Assert.InRange(left.TotalSeconds, expected - 30, expected);
        var file = await server.Nobody().GetAsync(made.TextAt("url")!);
        Assert.Equal(200, file.Status);
        var cached = seconds == 60 ? "^max-age=[1-6]?[0-9], private, immutable$" : "^max-age=3600, private, immutable$";
        Assert.Matches(cached, file.Header("Cache-Control"));
    }

    [Theory]
    [InlineData("""{"variant": "orginal"}""", "variant")]
    [InlineData("""{"width": 0}""", "width")]
    [InlineData("""{"width": 4097}""", "width")]
    [InlineData("""{"height": "100"}""", "height")]
    [InlineData("""{"width": 1.5}""", "width")]
    [InlineData("""{"fit": "crop"}""", "fit")]
    [InlineData("""{"width": 10, "fit": "cover"}""", "fit")]
    [InlineData("""{"format": "svg"}""", "format")]
    [InlineData("""{"quality": 0}""", "quality")]
    [InlineData("""{"quality": 101}""", "quality")]
    [InlineData("""{"preset": "card"}""", "preset")]
    [InlineData("""{"expires_in": 59}""", "expires_in")]
    [InlineData("""{"expires_in": 604801}""", "expires_in")]
    [InlineData("""{"variant": "thumb-128", "width": 10}""", "variant")]
    [InlineData("""{"w": 10}""", "w")]
    public async Task Create_WrongField_Is400AndNamesIt(string body, string field)
    {
        var image = await RenderedImage.SharedAsync(server);

        var answer = await image.Caller.PostAsync($"{image.Path}/urls", body);

        Refusal.IsOpenAi(answer, 400, "invalid_request", field);
    }

    [Fact]
    public async Task Create_SeveralWrongFields_NamesAllAndTheNearWords()
    {
        var image = await RenderedImage.SharedAsync(server);

        var answer = await image.Caller.PostAsync(
            $"{image.Path}/urls",
            """{"variant": "optimised", "width": 0, "format": "jpg"}"""
        );

        var errors = answer
            .At("error.errors")
            .EnumerateArray()
            .ToDictionary(
                error => error.GetProperty("param").GetString()!,
                error => error.GetProperty("message").GetString()!
            );
        Assert.Equal(["format", "variant", "width"], errors.Keys.Order());
        Assert.Contains("Did you mean optimized?", errors["variant"], StringComparison.Ordinal);
        Assert.Contains("Did you mean jpeg?", errors["format"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_ImageOfSomebodyElse_IsNotThere()
    {
        var image = await RenderedImage.SharedAsync(server);
        var other = await server.AddCallerAsync();

        Refusal.IsOpenAi(await other.PostAsync($"{image.Path}/urls", "{}"), 404, "not_found");
        Refusal.IsOpenAi(await server.Owner().PostAsync($"{image.Path}/urls", "{}"), 404, "not_found");
        Refusal.IsOpenAi(await server.Nobody().PostAsync($"{image.Path}/urls", "{}"), 401, "unauthorized");
        Refusal.IsOpenAi(await other.PostAsync($"/v1/images/{Guid.CreateVersion7()}/urls", "{}"), 404, "not_found");
    }

    [Theory]
    [Trait("Requirement", "B-11")]
    [InlineData("w=101", "w=100")]
    [InlineData("h=77", "h=78")]
    [InlineData("fit=cover", "fit=pad")]
    [InlineData("format=webp", "format=png")]
    [InlineData("q=60", "q=80")]
    [InlineData("q=60", "q=61")]
    [InlineData("original", "optimized")]
    [InlineData("exp=1", "exp=2")]
    [InlineData("kid=", "kid=x")]
    [InlineData("w=101&", "")]
    [InlineData("w=101", "w=101&w=101")]
    [InlineData("w=101", "W=101")]
    [InlineData("w=101", "w=%2B101")]
    [InlineData("w=101", "w=0101")]
    [InlineData("w=101&h=77", "w=101%26h=77")]
    [InlineData("sig=", "preset=card&sig=")]
    [InlineData("sig=", "utm=1&sig=")]
    public async Task Get_AlteredParameter_Is403(string from, string to)
    {
        var image = await RenderedImage.SharedAsync(server);
        var url = await SignAllAsync(image);
        Assert.Contains(from, url, StringComparison.Ordinal);

        var altered = await server.Nobody().GetAsync(url.Replace(from, to, StringComparison.Ordinal));

        Refusal.IsOpenAi(altered, 403, "forbidden");
        Assert.Equal(200, (await server.Nobody().GetAsync(url)).Status);
    }

    [Fact]
    public async Task Get_ParametersInAnotherOrderOrEscaped_IsTheSameAddress()
    {
        var image = await RenderedImage.SharedAsync(server);
        var url = await SignAllAsync(image);
        var parts = url.Split('?');

        var turned = $"{parts[0]}?{string.Join('&', parts[1].Split('&').Reverse())}";
        var escaped = url.Replace("fit=cover", "fit=%63over", StringComparison.Ordinal);

        Assert.Equal(200, (await server.Nobody().GetAsync(turned)).Status);
        Assert.Equal(200, (await server.Nobody().GetAsync(escaped)).Status);
    }

    [Fact]
    [Trait("Requirement", "B-11")]
    public async Task Get_SignatureOfAnotherImageOrEpoch_Is403()
    {
        var (one, other) = (await RenderedImage.MakeAsync(server), await RenderedImage.MakeAsync(server));
        var url = await SignAllAsync(one);

        var foreign = url.Replace($"{one.Id}", $"{other.Id}", StringComparison.Ordinal);
        Refusal.IsOpenAi(await server.Nobody().GetAsync(foreign), 403, "forbidden");

        Assert.Equal(200, (await server.Nobody().GetAsync(url)).Status);
        await server.House.ExecuteAsync(
            "UPDATE accounts SET url_epoch = url_epoch + 1 WHERE id = @AccountId",
            new { one.Caller.AccountId }
        );
        Refusal.IsOpenAi(await server.Nobody().GetAsync(url), 403, "forbidden");
        Assert.Equal(200, (await server.Nobody().GetAsync(await SignAllAsync(one))).Status);
    }

    private static Task<string> SignAllAsync(RenderedImage image) =>
        image.SignAsync("""{"width": 101, "height": 77, "fit": "cover", "format": "webp", "quality": 61}""");
}
