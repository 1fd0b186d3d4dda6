using System.Text.Json;
using Atelier.Core.Catalogue;
using Atelier.Engine.Catalogue;
using Atelier.Server.Metrics;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Costs;

/// <summary>Bills against prices, as the operator reads them.</summary>
public sealed class DriftTests(DriftTests.BilledServer billed) : IClassFixture<DriftTests.BilledServer>
{
    private const string Door = "/admin/api/costs/drift";
    private const string FluxPro = "black-forest-labs/flux-1.1-pro";
    private const string ZImage = "Qubico/z-image#txt2img";

    private TestServer Server => billed.Server;

    [Fact]
    public async Task Get_BillsBesidePrices_TellsCountSumAndRatio()
    {
        var report = await Server.Owner().GetAsync(Door);

        Assert.Equal((200, "cost_drift", 30), (report.Status, report.TextAt("object"), report.At("days").GetInt32()));
        var flux = Row(report, FluxPro);
        Assert.Equal(
            (20, 1.0m, 0.8m, 1.25m),
            (Int(flux, "bills"), Usd(flux, "billed_usd"), Usd(flux, "listed_usd"), Usd(flux, "ratio"))
        );
        // Four pictures of one call, at a price for each.
        Assert.Equal(1m, Usd(Row(report, "Qubico/flux1-schnell"), "ratio"));
        // Three pictures of a call that yields four.
        Assert.Equal(1m, Usd(Row(report, "midjourney-v7"), "ratio"));
        // What goes beyond the risk is part of the bill.
        Assert.Equal(2m, Usd(Row(report, "black-forest-labs/flux-schnell"), "ratio"));
    }

    [Fact]
    public async Task Get_FarOffAfterTwentyBills_ProposesAPriceThatCanBeLaidOver()
    {
        var report = await Server.Owner().GetAsync(Door);

        var price = Laid(Row(report, FluxPro)).FindModel("flux-1.1-pro")!.Offers[0].Price;
        Assert.Equal((0.05m, 0.05m), (price.Expected, price.Maximum));
        var rows = Laid(Row(report, ZImage)).FindModel("z-image-turbo")!.Offers[0].Price;
        Assert.Equal([0.003m, 0.006m, 0.009m, 0.012m], rows.Rows.Select(row => row.Expected));
        Assert.Equal([524_288, 1_048_576, 1_572_864, null], rows.Rows.Select(row => row.UpToPixels));
        Assert.Equal(0.006m, rows.Expected);
        var pro = Laid(Row(report, "gemini#nano-banana-pro")).FindModel("nano-banana-pro")!.Offers[1].Price;
        Assert.Equal((0.1m, 0.4m, true), (pro.Expected, pro.Maximum, pro.Known));
    }

    [Theory]
    [InlineData("black-forest-labs/flux-kontext-pro")]
    [InlineData("Qubico/qwen-image#txt2img")]
    [InlineData("Qubico/flux1-schnell")]
    public async Task Get_FewBillsOrLittleDrift_ProposesNothing(string providerModel) =>
        Assert.False(Row(await Server.Owner().GetAsync(Door), providerModel).TryGetProperty("proposal", out _));

    [Fact]
    public async Task Get_EstimatesAndFailures_AreNoBills()
    {
        var rows = Rows(await Server.Owner().GetAsync(Door));

        Assert.DoesNotContain(rows, row => row.GetProperty("model").GetString() == "gemini-nano-banana-2.1");
        Assert.DoesNotContain(rows, row => row.GetProperty("model").GetString() == "sdxl");
    }

    [Fact]
    public async Task Get_OfferThatIsGone_IsToldWithoutAProposal()
    {
        var row = Row(await Server.Owner().GetAsync(Door), "gone-1");

        Assert.Equal(3m, Usd(row, "ratio"));
        Assert.False(row.TryGetProperty("proposal", out _));
    }

    [Fact]
    public async Task Metrics_Ratio_StandsByOffer()
    {
        var lines = (await Server.Owner().GetAsync("/metrics")).Text.Split('\n');

        Assert.Contains("# TYPE atelier_offer_cost_ratio gauge", lines);
        Assert.Contains(
            $"atelier_offer_cost_ratio{{model=\"flux-1.1-pro\",provider=\"replicate\",provider_model=\"{FluxPro}\"}} 1.25",
            lines
        );
    }

    [Theory]
    [InlineData("0")]
    [InlineData("367")]
    [InlineData("-1")]
    [InlineData("week")]
    [InlineData("")]
    public async Task Get_BadDays_Is400(string days) =>
        Refusal.IsProblem(await Server.Owner().GetAsync($"{Door}?days={days}"), 400, "invalid_request", "days");

    [Fact]
    public async Task Get_WithoutAdminScope_IsRefused()
    {
        var caller = await Server.AddCallerAsync();

        Refusal.IsProblem(await caller.GetAsync(Door), 403, "forbidden");
        Refusal.IsProblem(await Server.Nobody().GetAsync(Door), 401, "unauthorized");
    }

    [Fact]
    public async Task Get_ProposalLaidOver_DoesNotComeAgain_AndOldBillsAreLeftBehind()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        var bills = await SeededBills.OnAsync(server);
        await bills.AddAsync("flux-1.1-pro", "replicate", FluxPro, list: 0.04m, bill: 0.05m, count: 20);
        var proposal = Row(await server.Owner().GetAsync(Door), FluxPro).GetProperty("proposal").GetString();

        var folder = Directory.CreateDirectory(Path.Combine(server.DataFolder, "catalog"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "prices.yaml"),
            proposal,
            TestContext.Current.CancellationToken
        );
        var watcher = server.Services.GetRequiredService<CatalogueWatcher>();
        await watcher.RunOnceAsync(TestContext.Current.CancellationToken);
        await watcher.RunOnceAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Rows(await server.Owner().GetAsync(Door)));

        await bills.AddAsync("flux-1.1-pro", "replicate", FluxPro, list: 0.05m, bill: 0.05m, count: 1);
        await server.House.MoveClockAsync(TimeSpan.FromDays(3));
        Assert.Equal(1m, Usd(Row(await server.Owner().GetAsync($"{Door}?days=4"), FluxPro), "ratio"));
        Assert.Empty(Rows(await server.Owner().GetAsync($"{Door}?days=2")));
    }

    private static CatalogueSnapshot Laid(JsonElement row) =>
        CatalogueReader.Read([
            .. new CatalogueFolder(Atelier.Server.Setup.ShippedFolder.Find("catalog")).ReadFiles(),
            new CatalogueFile("own.yaml", row.GetProperty("proposal").GetString()!, IsOverlay: true),
        ]);

    private static List<JsonElement> Rows(Answer report) => [.. report.At("data").EnumerateArray()];

    private static JsonElement Row(Answer report, string providerModel) =>
        Assert.Single(Rows(report), row => row.GetProperty("provider_model").GetString() == providerModel);

    private static int Int(JsonElement row, string name) => row.GetProperty(name).GetInt32();

    private static decimal Usd(JsonElement row, string name) => row.GetProperty(name).GetDecimal();

    /// <summary>A server whose books hold bills of many kinds.</summary>
    public sealed class BilledServer : IAsyncLifetime
    {
        public TestServer Server { get; } =
            new() { Replace = services => services.AddStill<IBeforeScrape, DriftGauges>() };

        public async ValueTask InitializeAsync()
        {
            await Server.InitializeAsync();
            var bills = await SeededBills.OnAsync(Server);
            await bills.AddAsync("flux-1.1-pro", "replicate", FluxPro, 0.04m, 0.05m, count: 20);
            await bills.AddAsync("z-image-turbo", "piapi", ZImage, 0.004m, 0.006m, count: 15);
            await bills.AddAsync("z-image-turbo", "piapi", ZImage, 0.008m, 0.012m, count: 10);
            await bills.AddAsync("nano-banana-pro", "piapi", "gemini#nano-banana-pro", 0.134m, 0.1m, count: 20);
            await bills.AddAsync(
                "flux-kontext",
                "replicate",
                "black-forest-labs/flux-kontext-pro",
                0.04m,
                0.08m,
                count: 19
            );
            await bills.AddAsync("qwen-image", "piapi", "Qubico/qwen-image#txt2img", 0.015m, 0.016m, count: 30);
            await bills.AddAsync("flux-schnell", "piapi", "Qubico/flux1-schnell", 0.0015m, 0.006m, count: 25, slots: 4);
            // Of an older version, which did not write the name.
            await bills.AddAsync(
                "midjourney-v7",
                "legnext",
                null,
                0.08m,
                0.08m,
                count: 25,
                slots: 3,
                picturesPerCall: 4
            );
            await bills.AddAsync(
                "flux-schnell",
                "replicate",
                "black-forest-labs/flux-schnell",
                0.003m,
                0.002m,
                count: 3,
                overrun: 0.004m
            );
            await bills.AddAsync("gone", "replicate", "gone-1", 0.01m, 0.03m, count: 25);
            await bills.AddAsync(
                "gemini-nano-banana-2.1",
                "gemini",
                "gemini-nano-banana-2.1",
                0.0336m,
                1,
                count: 25,
                estimated: true
            );
            await bills.AddAsync(
                "sdxl",
                "stability",
                "stable-diffusion-xl-1024-v1-0",
                0.009m,
                1,
                count: 25,
                state: "failed"
            );
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
