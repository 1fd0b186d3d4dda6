using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Renditions;

public sealed class OnDemandTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("original?w=300", "png", 300, 200)]
    [InlineData("original?h=100", "png", 150, 100)]
    [InlineData("original?w=300&h=300", "png", 300, 200)]
    [InlineData("original?w=300&h=300&fit=contain", "png", 300, 200)]
    [InlineData("original?w=300&h=300&fit=cover", "png", 300, 300)]
    [InlineData("original?w=300&h=300&fit=pad", "png", 300, 300)]
    [InlineData("original?w=1&h=1&fit=cover", "png", 1, 1)]
    [InlineData("original?w=1", "png", 1, 1)]
    [InlineData("original?format=jpeg", "jpeg", 600, 400)]
    [InlineData("original?format=webp", "webp", 600, 400)]
    [InlineData("original?format=avif", "avif", 600, 400)]
    [InlineData("original?format=png", "png", 600, 400)]
    [InlineData("original?format=auto&w=60", "webp", 60, 40)]
    [InlineData("original?q=40", "png", 600, 400)]
    [InlineData("original?format=jpeg&q=40", "jpeg", 600, 400)]
    [InlineData("optimized?w=300", "webp", 300, 200)]
    [InlineData("optimized?format=avif&w=300&q=60", "avif", 300, 200)]
    [InlineData("optimized?format=avif", "avif", 600, 400)]
    [InlineData("optimized?format=jpeg", "jpeg", 600, 400)]
    [InlineData("optimized?q=60", "webp", 600, 400)]
    // Never larger than the original.
    [InlineData("original?w=4096", "png", 600, 400)]
    [InlineData("original?w=4096&h=4096", "png", 600, 400)]
    [InlineData("original?w=4000&h=4000&fit=cover", "png", 400, 400)]
    [InlineData("original?w=1200&h=1200&fit=pad", "png", 600, 600)]
    [Trait("Requirement", "C-62")]
    public async Task Get_AWish_BringsThatSizeAndFormat(string rendition, string format, int width, int height)
    {
        var image = await RenderedImage.SharedAsync(server);

        var answer = await image.GetAsync(rendition);

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal(format, ServedPixels.Format(answer.Bytes));
        Assert.Equal($"image/{format}", answer.Header("Content-Type"));
        var pixels = ServedPixels.Read(answer.Bytes);
        Assert.Equal((width, height), (pixels.Width, pixels.Height));
        Assert.Equal(answer.Bytes.Length, int.Parse(answer.Header("Content-Length")!, null));
    }

    [Fact]
    [Trait("Requirement", "C-62")]
    public async Task Get_LowerQuality_IsSmallerAndOtherNumbersSnap()
    {
        var image = await RenderedImage.SharedAsync(server);
        var bytes = new Dictionary<int, byte[]>();
        foreach (var quality in (int[])[100, 80, 70, 60, 55, 40, 1])
        {
            bytes[quality] = (await image.GetAsync($"original?format=webp&w=500&q={quality}")).Bytes;
        }

        Assert.True(bytes[80].Length > bytes[60].Length && bytes[60].Length > bytes[40].Length);
        Assert.Equal(bytes[80], bytes[100]);
        Assert.Equal(bytes[80], bytes[70]);
        Assert.Equal(bytes[60], bytes[55]);
        Assert.Equal(bytes[40], bytes[1]);
    }

    [Theory]
    [InlineData("w=0", "w")]
    [InlineData("w=4097", "w")]
    [InlineData("h=-1", "h")]
    [InlineData("w=", "w")]
    [InlineData("w=10&w=20", "w")]
    [InlineData("fit=stretch", "fit")]
    [InlineData("fit=cover", "fit")]
    [InlineData("fit=pad&h=10", "fit")]
    [InlineData("format=svg", "format")]
    [InlineData("format=html", "format")]
    [InlineData("format=gif", "format")]
    [InlineData("q=0", "q")]
    [InlineData("q=101", "q")]
    [InlineData("q=high", "q")]
    [InlineData("preset=card", "preset")]
    [InlineData("width=100", "width")]
    public async Task Get_WrongParameter_Is400AndNamesIt(string query, string field)
    {
        var image = await RenderedImage.SharedAsync(server);

        Refusal.IsOpenAi(await image.GetAsync($"original?{query}"), 400, "invalid_request", field);
    }

    [Theory]
    [InlineData("width=100", "Did you mean w?")]
    [InlineData("formt=webp", "Did you mean format?")]
    [InlineData("format=wbp", "Did you mean webp?")]
    [InlineData("fit=covr&w=1&h=1", "Did you mean cover?")]
    public async Task Get_MistypedParameter_NamesTheNearOne(string query, string hint)
    {
        var image = await RenderedImage.SharedAsync(server);

        var answer = await image.GetAsync($"original?{query}");

        Assert.Contains(hint, answer.TextAt("error.message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("thumb-256?w=100")]
    [InlineData("placeholder?format=png")]
    public async Task Get_SmallFileWithAWish_Is400(string rendition)
    {
        var image = await RenderedImage.SharedAsync(server);

        Refusal.IsOpenAi(await image.GetAsync(rendition), 400, "invalid_request", "variant");
    }

    [Fact]
    public async Task Get_Rendered_HasAStrongTagRangesAndPrivateCaching()
    {
        var image = await RenderedImage.SharedAsync(server);
        const string Rendition = "original?w=300&format=webp";
        var whole = await image.GetAsync(Rendition);
        var tag = whole.Header("ETag")!;

        var same = await image.GetAsync(Rendition, ("If-None-Match", tag));
        var part = await image.GetAsync(Rendition, ("Range", "bytes=10-19"));
        var changed = await image.GetAsync(Rendition, ("Range", "bytes=10-19"), ("If-Range", "\"other\""));
        var head = await image.Caller.SendAsync(HttpMethod.Head, $"{image.Path}/{Rendition}", null);
        var other = await image.GetAsync("original?w=299&format=webp");

        Assert.Matches("^\"[0-9a-f]{64}\"$", tag);
        Assert.NotEqual(tag, other.Header("ETag"));
        Assert.Equal((304, 0), (same.Status, same.Bytes.Length));
        Assert.Equal(tag, same.Header("ETag"));
        Assert.Equal(206, part.Status);
        Assert.Equal(whole.Bytes[10..20], part.Bytes);
        Assert.Equal("10", part.Header("Content-Length"));
        Assert.Equal($"bytes 10-19/{whole.Bytes.Length}", part.Header("Content-Range"));
        Assert.Equal((200, whole.Bytes.Length), (changed.Status, changed.Bytes.Length));
        Assert.Equal((200, 0), (head.Status, head.Bytes.Length));
        foreach (var name in (string[])["Content-Length", "Content-Type", "ETag", "Cache-Control", "Accept-Ranges"])
        {
            Assert.Equal(whole.Header(name), head.Header(name));
        }

        Assert.Equal("max-age=3600, private", whole.Header("Cache-Control"));
        Assert.Equal("default-src 'none'; sandbox", whole.Header("Content-Security-Policy"));
        Assert.Equal("same-origin", whole.Header("Cross-Origin-Resource-Policy"));
        Assert.Equal($"inline; filename=\"{image.Id}-original.webp\"", whole.Header("Content-Disposition"));
        Assert.Null(whole.Header("Vary"));
    }

    [Fact]
    public async Task Get_DeletedImage_Is410ForEveryRenditionEvenACachedOne()
    {
        var image = await RenderedImage.MakeAsync(server);
        string[] renditions = ["original", "optimized", "thumb-128", "original?w=50", "optimized?format=avif"];
        foreach (var rendition in renditions)
        {
            Assert.Equal(200, (await image.GetAsync(rendition)).Status);
        }

        var url = await image.SignAsync("""{"width": 50}""");
        await server.House.ExecuteAsync(
            "UPDATE images SET deleted_at = atelier.now() WHERE id = @Id",
            new { image.Id }
        );

        foreach (var rendition in renditions)
        {
            Refusal.IsOpenAi(await image.GetAsync(rendition), 410, "gone");
        }

        Refusal.IsOpenAi(await server.Nobody().GetAsync(url), 410, "gone");
        Refusal.IsOpenAi(await image.Caller.PostAsync($"{image.Path}/urls", "{}"), 410, "gone");
    }
}
