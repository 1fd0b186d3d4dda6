using Atelier.Imaging.Reading;
using Atelier.Imaging.Rendering;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Renditions;

/// <summary>A server that renders one small picture at a time and lets nobody wait.</summary>
public sealed class BusyTests : IAsyncLifetime
{
    // A number of its own, so that this budget is nobody else's.
    private static readonly PictureReaderOptions Reading = new() { MaxPixelsInFlight = 1_000_007, MaxWaiting = 0 };

    private readonly TestServer _server = new()
    {
        Replace = services =>
            services.AddSingleton(new PictureRenderer(new PictureRendererOptions { Reading = Reading })),
    };

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Get_NoRoomToRender_Is503WithATimeAndTheStoredFilesStillCome()
    {
        var image = await RenderedImage.MakeAsync(_server);
        var kept = await image.GetAsync("original?w=50");
        var share = await PixelBudget
            .Of(Reading)
            .TakeAsync(1_000_007, Patience.Waits, TestContext.Current.CancellationToken);

        var refused = await image.GetAsync("original?w=300");
        Answer[] served =
        [
            await image.GetAsync("original"),
            await image.GetAsync("optimized"),
            await image.GetAsync("optimized", ("Accept", "image/avif")),
            await image.GetAsync("original?w=50"),
        ];
        share.Dispose();
        // What makes the AVIF in the background may come first.
        var later = await image.GetAsync("original?w=300");
        for (var tries = 0; later.Status == 503 && tries < 1000; tries++)
        {
            later = await image.GetAsync("original?w=300");
        }

        Refusal.IsOpenAi(refused, 503, "busy");
        Assert.Matches("^[1-9][0-9]*$", refused.Header("Retry-After"));
        Assert.All(served, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(kept.Bytes, served[^1].Bytes);
        Assert.Equal(200, later.Status);
    }
}
