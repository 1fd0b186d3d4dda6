using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Renditions;

/// <summary>The format goes by the Accept header where nobody named one.</summary>
public sealed class NegotiationTests(TestServer server) : IClassFixture<TestServer>
{
    public static TheoryData<string?, string> Accepts =>
        new()
        {
            { null, "webp" },
            { "*/*", "webp" },
            { "image/*", "webp" },
            { "image/webp", "webp" },
            { "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", "avif" },
            { "image/avif", "avif" },
            { "IMAGE/AVIF", "avif" },
            { "image/avif;q=0, image/webp", "webp" },
            { "image/avif;q=0.1, image/webp;q=0.9", "webp" },
            { "image/avif;q=0.9, image/webp;q=0.9", "avif" },
            { "image/jpeg", "jpeg" },
            { "image/jpeg, image/png", "jpeg" },
            { "image/png", "png" },
            { "image/webp;q=0, */*", "jpeg" },
            { "image/webp;q=0, image/*", "jpeg" },
            { "image/gif", "jpeg" },
            { "application/json", "webp" },
            { "text/html,application/xhtml+xml", "webp" },
            { "nonsense", "webp" },
        };

    [Theory]
    [Trait("Requirement", "C-61")]
    [MemberData(nameof(Accepts))]
    public async Task Get_FormatAuto_IsTheSmallestThatIsAccepted(string? accept, string format)
    {
        var image = await RenderedImage.SharedAsync(server);

        var answer = await image.GetAsync("original?format=auto&w=40", Headers(accept));

        Assert.Equal(format, ServedPixels.Format(answer.Bytes));
        Assert.Equal("Accept", answer.Header("Vary"));
    }

    [Theory]
    [Trait("Requirement", "C-61")]
    [MemberData(nameof(Accepts))]
    public async Task Get_Optimized_IsTheSmallestThatIsAcceptedOnceItIsThere(string? accept, string format)
    {
        var image = await RenderedImage.SharedAsync(server);
        Assert.Equal("image/avif", (await image.GetAsync("optimized?format=avif")).Header("Content-Type"));

        var answer = await image.GetAsync("optimized", Headers(accept));

        Assert.Equal(format, ServedPixels.Format(answer.Bytes));
        Assert.Equal("Accept", answer.Header("Vary"));
    }

    [Fact]
    [Trait("Requirement", "C-60")]
    public async Task Get_OptimizedFirstAskedForAsAvif_IsWebpAtOnceAndAvifSoon()
    {
        var image = await RenderedImage.MakeAsync(server);
        Assert.Null(StoredFile.Find(server, image.Id, "optimized.avif"));

        var first = await image.GetAsync("optimized", ("Accept", "image/avif,image/webp"));

        Assert.Equal("webp", ServedPixels.Format(first.Bytes));
        Assert.Equal("Accept", first.Header("Vary"));
        // Whoever keeps it asks again soon.
        Assert.Equal("max-age=60, private", first.Header("Cache-Control"));
        await TestServer.UntilAsync(async () =>
            (await image.GetAsync("optimized", ("Accept", "image/avif"))).Header("Content-Type") == "image/avif"
        );
        Assert.NotNull(StoredFile.Find(server, image.Id, "optimized.avif"));
        var explicitly = await image.GetAsync("optimized?format=avif");
        Assert.Equal(await StoredFile.ReadAsync(server, image.Id, "optimized.avif"), explicitly.Bytes);
        Assert.Equal("webp", ServedPixels.Format((await image.GetAsync("optimized", ("Accept", "*/*"))).Bytes));
    }

    [Fact]
    public async Task Get_NamedFormat_DoesNotGoByAccept()
    {
        var image = await RenderedImage.SharedAsync(server);

        var answer = await image.GetAsync("optimized?format=webp", ("Accept", "image/avif"));
        var original = await image.GetAsync("original", ("Accept", "image/avif"));

        Assert.Equal("webp", ServedPixels.Format(answer.Bytes));
        Assert.Null(answer.Header("Vary"));
        Assert.Equal("png", ServedPixels.Format(original.Bytes));
        Assert.Null(original.Header("Vary"));
    }

    [Fact]
    public async Task Get_KnownTagOfAnotherFormat_IsNot304()
    {
        var image = await RenderedImage.MakeAsync(server);
        await image.GetAsync("optimized?format=avif");
        var webp = await image.GetAsync("optimized", ("Accept", "image/webp"));

        var avif = await image.GetAsync("optimized", ("Accept", "image/avif"), ("If-None-Match", webp.Header("ETag")!));
        var again = await image.GetAsync(
            "optimized",
            ("Accept", "image/webp"),
            ("If-None-Match", webp.Header("ETag")!)
        );

        Assert.Equal(200, avif.Status);
        Assert.Equal(304, again.Status);
        Assert.Equal("Accept", again.Header("Vary"));
    }

    private static (string, string)[] Headers(string? accept) => accept is null ? [] : [("Accept", accept)];
}
