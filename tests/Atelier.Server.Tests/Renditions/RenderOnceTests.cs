using Atelier.Engine.Renditions;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Racing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Renditions;

/// <summary>What was rendered once is kept, and rendered once however many ask.</summary>
public sealed class RenderOnceTests(TestServer server) : IClassFixture<TestServer>
{
    private RenditionCache Cache => server.Services.GetRequiredService<RenditionCache>();

    private string CacheFolder => Path.Combine(server.DataFolder, "cache", "renditions");

    [Fact]
    public async Task Get_FiftyAtOnce_RendersOnceAndAnswersAllAlike()
    {
        var image = await RenderedImage.MakeAsync(server);
        var before = await RenderedImage.RenderedAsync(server);

        var answers = await Together.RunAsync(50, _ => image.GetAsync("original?w=444&format=avif"));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Single(answers.Select(answer => Convert.ToHexString(answer.Bytes)).Distinct());
        Assert.Equal(1, await RenderedImage.RenderedAsync(server) - before);
    }

    [Fact]
    public async Task Get_ASecondTime_ComesFromTheDisk()
    {
        var image = await RenderedImage.MakeAsync(server);
        var first = await image.GetAsync("original?w=222&format=webp");
        var (rendered, hits) = (await RenderedImage.RenderedAsync(server), await RenderedImage.HitsAsync(server));

        var second = await image.GetAsync("original?format=webp&w=222");

        Assert.Equal(first.Bytes, second.Bytes);
        Assert.Equal(first.Header("ETag"), second.Header("ETag"));
        Assert.Equal(rendered, await RenderedImage.RenderedAsync(server));
        Assert.Equal(hits + 1, await RenderedImage.HitsAsync(server));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(CacheFolder, $"{image.Id}")));
    }

    [Fact]
    public async Task Get_DamagedInTheCache_IsRenderedAgain()
    {
        var image = await RenderedImage.MakeAsync(server);
        var first = await image.GetAsync("original?w=222&format=webp");
        var file = Assert.Single(Directory.EnumerateFiles(Path.Combine(CacheFolder, $"{image.Id}")));
        await File.WriteAllBytesAsync(file, new byte[first.Bytes.Length], TestContext.Current.CancellationToken);

        var second = await image.GetAsync("original?w=222&format=webp");

        Assert.Equal(first.Bytes, second.Bytes);
    }

    [Fact]
    public async Task Get_AfterTheEpochRose_IsNotServedFromBefore()
    {
        var image = await RenderedImage.MakeAsync(server);
        await image.GetAsync("original?w=222&format=webp");
        var rendered = await RenderedImage.RenderedAsync(server);
        await server.House.ExecuteAsync(
            "UPDATE accounts SET url_epoch = url_epoch + 1 WHERE id = @AccountId",
            new { image.Caller.AccountId }
        );

        Assert.Equal(200, (await image.GetAsync("original?w=222&format=webp")).Status);

        Assert.Equal(rendered + 1, await RenderedImage.RenderedAsync(server));
    }

    [Fact]
    public async Task Sweep_DeletedImage_LeavesTheCache()
    {
        var (gone, kept) = (await RenderedImage.MakeAsync(server), await RenderedImage.MakeAsync(server));
        await gone.GetAsync("original?w=100");
        await kept.GetAsync("original?w=100");
        await server.House.ExecuteAsync("UPDATE images SET deleted_at = atelier.now() WHERE id = @Id", new { gone.Id });

        await server.Services.GetRequiredService<CacheSweeper>().RunOnceAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(gone.Id, Cache.Images);
        Assert.Contains(kept.Id, Cache.Images);
        Assert.False(Directory.Exists(Path.Combine(CacheFolder, $"{gone.Id}")));
    }
}
