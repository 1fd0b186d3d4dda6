using System.Text.Json;
using Atelier.Core.Catalogue;
using Atelier.Engine.Catalogue;
using Atelier.Server.Setup;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Costs;

/// <summary>What an emulated LegNext really bills, where an option makes a call dearer than the catalogue's price.</summary>
public sealed class DearOptionTests
{
    private const string Cheaper = """
        models:
          - id: midjourney-v7
            offers:
              - provider: legnext
                provider_model: midjourney-v7
                price:
                  expected: 0.05
                  maximum: 0.16
                  as_of: 2026-11-20
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_TwentyTurboPictures_AreHeldAgainstTwiceThePrice(bool listedTooLow)
    {
        await using var emulated = new EmulatedServer();
        await emulated.InitializeAsync();
        var server = emulated.Server;
        if (listedTooLow)
        {
            await LayAsync(server);
        }

        await BuyAsync(emulated, pictures: 10, times: 7);
        var report = await server.Owner().GetAsync("/admin/api/costs/drift");

        var row = Assert.Single(report.At("data").EnumerateArray());
        Assert.Equal(
            (21, 21 * 0.16m, listedTooLow ? 1.6m : 1m),
            (
                row.GetProperty("bills").GetInt32(),
                row.GetProperty("billed_usd").GetDecimal(),
                row.GetProperty("ratio").GetDecimal()
            )
        );
        Assert.Equal(listedTooLow, row.TryGetProperty("proposal", out var proposal));
        if (listedTooLow)
        {
            Assert.Equal(0.08m, Laid(proposal).FindModel("midjourney-v7")!.Offers[0].Price.Expected);
        }
    }

    private static async Task LayAsync(TestServer server)
    {
        var folder = Directory.CreateDirectory(Path.Combine(server.DataFolder, "catalog"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "prices.yaml"), Cheaper, Cancel);
        var watcher = server.Services.GetRequiredService<CatalogueWatcher>();
        await watcher.RunOnceAsync(Cancel);
        await watcher.RunOnceAsync(Cancel);
    }

    // Ten pictures are three calls.
    private static async Task BuyAsync(EmulatedServer emulated, int pictures, int times)
    {
        emulated.LegNext.TaskDuration = TimeSpan.Zero;
        var caller = await emulated.Server.AddCallerAsync(credits: 1000);
        var body = Bodies.Midjourney(
            $"\"n\": {pictures}, \"provider_options\": {{\"legnext\": {{\"mode\": \"turbo\"}}}}"
        );
        var addresses = new List<string>();
        for (var count = 0; count < times; count++)
        {
            addresses.Add(await caller.StartAsync(body));
        }

        foreach (var address in addresses)
        {
            var end = await caller.EndOfAsync(address);
            Assert.True(end.TextAt("state") == "complete", end.Text);
        }
    }

    private static CatalogueSnapshot Laid(JsonElement proposal) =>
        CatalogueReader.Read([
            .. new CatalogueFolder(ShippedFolder.Find("catalog")).ReadFiles(),
            new CatalogueFile("own.yaml", proposal.GetString()!, IsOverlay: true),
        ]);
}
