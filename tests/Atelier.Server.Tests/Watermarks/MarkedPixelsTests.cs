using System.Runtime.CompilerServices;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Watermarks;

/// <summary>Marked pictures beside the clean file that they were made from, which only the disk has.</summary>
public sealed class MarkedPixelsTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Get_Original_DiffersFromTheCleanFileAtTheMarkAndNowhereElse()
    {
        var (caller, id) = await MakeAsync();
        var clean = ServedPixels.Read(await StoredFile.ReadAsync(server, id, "clean.png"));

        var shown = ServedPixels.Read((await caller.GetAsync($"/v1/images/{id}/original")).Bytes);

        Assert.True(ServedPixels.Difference(clean, shown, ^200.., ^40..) > 4);
        Assert.Equal(0, ServedPixels.Difference(clean, shown, .., ..^48));
        Assert.Equal(0, ServedPixels.Difference(clean, shown, ..^208, ..));
    }

    [Theory]
    [InlineData("optimized")]
    [InlineData("original?format=jpeg")]
    [InlineData("original?format=avif")]
    [InlineData("optimized?format=avif")]
    [InlineData("original?format=webp&q=40")]
    [InlineData("original?w=4096&h=4096&fit=contain&format=png")]
    public async Task Get_WholePicture_DiffersFromTheCleanFileMostAtTheMark(string rendition)
    {
        var (caller, id) = await MakeAsync();
        var clean = ServedPixels.Read(await StoredFile.ReadAsync(server, id, "clean.png"));

        var shown = ServedPixels.Read((await caller.GetAsync($"/v1/images/{id}/{rendition}")).Bytes);

        var (atTheMark, elsewhere) = (
            ServedPixels.Difference(clean, shown, ^200.., ^40..),
            ServedPixels.Difference(clean, shown, .., ..^48)
        );
        Assert.True(atTheMark > elsewhere + 4, $"{atTheMark} at the mark, {elsewhere} elsewhere");
    }

    [Fact]
    public async Task Files_OfAMarkedImage_AreTheShownOnesAndTheCleanOne()
    {
        var (_, id) = await MakeAsync();
        var folder = Path.GetDirectoryName(StoredFile.Find(server, id, "clean.png"))!;

        Assert.Equal(
            [
                "clean.png",
                "optimized.webp",
                "original.png",
                "placeholder.webp",
                "thumb-128.webp",
                "thumb-256.webp",
                "thumb-512.webp",
            ],
            Directory
                .EnumerateFiles(folder)
                .Select(Path.GetFileName)
                .Where(name => name != "optimized.avif")
                .Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain(
            "clean",
            await server.House.ScalarAsync<string>("SELECT files::text FROM images WHERE id = @id", new { id }) ?? "",
            StringComparison.Ordinal
        );
    }

    private static readonly ConditionalWeakTable<TestServer, Lazy<Task<(TestCaller Caller, Guid Id)>>> Made = [];

    // The tests change nothing about it.
    private Task<(TestCaller Caller, Guid Id)> MakeAsync() =>
        Made.GetValue(server, made => new Lazy<Task<(TestCaller, Guid)>>(() => MakeAsync(made))).Value;

    private static async Task<(TestCaller Caller, Guid Id)> MakeAsync(TestServer server)
    {
        var caller = await server.AddCallerAsync(tier: "free");
        var made = await caller.GenerateAsync(
            Bodies.With("\"size\": \"1024x512\", \"quality\": \"draft\", \"seed\": 5")
        );
        return (caller, made.At("images")[0].GetProperty("id").GetGuid());
    }
}
