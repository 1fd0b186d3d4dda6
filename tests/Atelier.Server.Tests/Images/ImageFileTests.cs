using System.Globalization;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Images;

public sealed class ImageFileTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("png", "image/png")]
    [InlineData("jpeg", "image/jpeg")]
    [InlineData("webp", "image/webp")]
    public async Task Get_EveryRendition_HasItsMediaTypeAndSize(string format, string mediaType)
    {
        var caller = await server.AddCallerAsync();
        var made = await caller.GenerateAsync(
            Bodies.With($"\"size\": \"640x480\", \"output_format\": \"{format}\", \"quality\": \"draft\"")
        );
        var urls = made.At("images")[0].GetProperty("urls");
        Dictionary<string, (string Type, int Side)> expected = new()
        {
            ["original"] = (mediaType, 640),
            ["optimized"] = ("image/webp", 640),
            ["thumb-512"] = ("image/webp", 512),
            ["thumb-256"] = ("image/webp", 256),
            ["thumb-128"] = ("image/webp", 128),
            ["placeholder"] = ("image/webp", 20),
        };
        Assert.Equal(expected.Keys.Order(), urls.EnumerateObject().Select(url => url.Name).Order());
        foreach (var (name, (type, side)) in expected)
        {
            var answer = await server.Nobody().GetAsync(urls.GetProperty(name).GetString()!);

            Assert.Equal(200, answer.Status);
            Assert.Equal(type, answer.Header("Content-Type"));
            var picture = PictureFile.Read(answer.Bytes);
            Assert.Equal($"image/{picture.Format}", type);
            Assert.Equal(side, picture.Width);
            Assert.InRange(picture.Height, side * 3 / 4 - 1, side * 3 / 4 + 1);
            Assert.Equal("default-src 'none'; sandbox", answer.Header("Content-Security-Policy"));
        }
    }

    [Fact]
    [Trait("Requirement", "B-43")]
    public async Task Get_ByAddressOrKey_MayBeKeptByTheCallerForAnHour()
    {
        var caller = await server.AddCallerAsync();
        var image = (await caller.GenerateAsync(Bodies.Small())).At("images")[0];

        var byAddress = await server.Nobody().GetAsync(image.GetProperty("url").GetString()!);
        var byKey = await caller.GetAsync($"/v1/images/{image.GetProperty("id").GetString()}/original");

        Assert.Equal("max-age=3600, private, immutable", byAddress.Header("Cache-Control"));
        Assert.Equal("max-age=3600, private, immutable", byKey.Header("Cache-Control"));
        // Pages elsewhere may show what somebody gave them an address of, not what a browser's own session opens.
        Assert.Equal("cross-origin", byAddress.Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("same-origin", byKey.Header("Cross-Origin-Resource-Policy"));
    }

    [Fact]
    public async Task Get_ByKey_IsForTheOwnerOnly()
    {
        var caller = await server.AddCallerAsync();
        var other = await server.AddCallerAsync();
        var id = (await caller.GenerateAsync(Bodies.Small())).At("images")[0].GetProperty("id").GetGuid();

        var own = await caller.GetAsync($"/v1/images/{id}/original");
        var foreign = await other.GetAsync($"/v1/images/{id}/original");
        var unknown = await other.GetAsync($"/v1/images/{Guid.CreateVersion7()}/original");

        Assert.Equal("64x48", PictureFile.Read(own.Bytes).Size);
        Refusal.IsOpenAi(foreign, 404, "not_found");
        Refusal.IsOpenAi(unknown, 404, "not_found");
        Assert.Equal(unknown.TextAt("error.message"), foreign.TextAt("error.message"));
    }

    [Fact]
    public async Task Get_WithoutKeyOrSignature_Is401()
    {
        var (id, _) = await MakeAsync();

        var answer = await server.Nobody().GetAsync($"/v1/images/{id}/original");

        Refusal.IsOpenAi(answer, 401, "unauthorized");
        Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("thumb-64")]
    [InlineData("original.png")]
    [InlineData("..%2F..%2Fsecret")]
    [InlineData("ORIGINAL")]
    public async Task Get_UnknownVariant_Is404ThatListsThem(string variant)
    {
        var caller = await server.AddCallerAsync();
        var id = (await caller.GenerateAsync(Bodies.Small())).At("images")[0].GetProperty("id").GetGuid();

        var answer = await caller.GetAsync($"/v1/images/{id}/{variant}");

        Refusal.IsOpenAi(answer, 404, "not_found");
        Assert.Contains("original, optimized", answer.TextAt("error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_KnownETag_Is304WithoutBody()
    {
        var (_, url) = await MakeAsync();
        var first = await server.Nobody().GetAsync(url);
        var tag = first.Header("ETag")!;
        Assert.Matches("^\"[0-9a-f]{64}\"$", tag);

        var same = await server.Nobody().GetAsync(url, ("If-None-Match", tag));
        var other = await server.Nobody().GetAsync(url, ("If-None-Match", "\"else\""));

        Assert.Equal(304, same.Status);
        Assert.Empty(same.Bytes);
        Assert.Equal(200, other.Status);
    }

    [Theory]
    [InlineData("bytes=0-99", 0, 100)]
    [InlineData("bytes=100-149", 100, 50)]
    [InlineData("bytes=-10", -10, 10)]
    public async Task Get_Range_Is206WithThatPart(string range, int from, int count)
    {
        var (_, url) = await MakeAsync();
        var whole = (await server.Nobody().GetAsync(url)).Bytes;
        from = from < 0 ? whole.Length + from : from;

        var part = await server.Nobody().GetAsync(url, ("Range", range));

        Assert.Equal(206, part.Status);
        Assert.Equal(whole[from..(from + count)], part.Bytes);
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{from + count - 1}/{whole.Length}"),
            part.Header("Content-Range")
        );
    }

    [Fact]
    public async Task Get_RangeBehindTheEnd_Is416WithTheLength()
    {
        var (_, url) = await MakeAsync();
        var length = (await server.Nobody().GetAsync(url)).Bytes.Length;

        var answer = await server.Nobody().GetAsync(url, ("Range", "bytes=9999999-"));

        Assert.Equal(416, answer.Status);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"bytes */{length}"), answer.Header("Content-Range"));
    }

    [Fact]
    public async Task Get_WithAnETagThatIsOld_Is412()
    {
        var (_, url) = await MakeAsync();

        var answer = await server.Nobody().GetAsync(url, ("If-Match", "\"old\""));

        Assert.Equal(412, answer.Status);
    }

    [Fact]
    public async Task Head_OfAPicture_HasTheHeadersAndNoBody()
    {
        var (_, url) = await MakeAsync();
        var get = await server.Nobody().GetAsync(url);

        var head = await server.Nobody().SendAsync(HttpMethod.Head, url, null);

        Assert.Equal(200, head.Status);
        Assert.Empty(head.Bytes);
        foreach (var name in new[] { "Content-Type", "Content-Length", "ETag", "Last-Modified", "Accept-Ranges" })
        {
            Assert.Equal(get.Header(name), head.Header(name));
        }
    }

    [Fact]
    public async Task Get_DeletedFile_Is410()
    {
        var (id, url) = await MakeAsync();
        var file = Directory
            .EnumerateFiles(server.DataFolder, "original.png", SearchOption.AllDirectories)
            .Single(path => path.Contains($"{id}", StringComparison.Ordinal));
        File.Delete(file);

        Refusal.IsOpenAi(await server.Nobody().GetAsync(url), 410, "gone");
    }

    private async Task<(Guid Id, string Url)> MakeAsync()
    {
        var caller = await server.AddCallerAsync();
        var image = (await caller.GenerateAsync(Bodies.Small())).At("images")[0];
        return (image.GetProperty("id").GetGuid(), image.GetProperty("url").GetString()!);
    }
}
