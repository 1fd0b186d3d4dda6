using System.Diagnostics.Metrics;
using Atelier.Data.Reports;
using Atelier.Engine.Diagnostics;
using Atelier.Server.Metrics;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Houses;
using Atelier.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Server.Tests.Metrics;

public sealed class HouseGaugesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OverHttp_TellBudgetRiskAndQueue()
    {
        await using var server = new TestServer
        {
            Replace = services => services.AddStill<IBeforeScrape, HouseGauges>(),
        };
        await server.InitializeAsync();
        await server.House.ExecuteAsync(
            """
            INSERT INTO lanes (id, paid) VALUES ('somebody', true) ON CONFLICT DO NOTHING;
            UPDATE budgets SET spent = 12500000000, risk = 250000000 WHERE id = 'month'
            """
        );

        var lines = (await server.Owner().GetAsync("/metrics")).Text.Split('\n');

        Assert.Contains("# TYPE atelier_budget_limit_usd gauge", lines);
        Assert.Contains("atelier_budget_limit_usd{scope=\"month\"} 100", lines);
        Assert.Contains("atelier_budget_spent_usd{scope=\"month\"} 12.5", lines);
        Assert.Contains("atelier_budget_risk_usd{scope=\"month\"} 0.25", lines);
        Assert.Contains("atelier_open_risk_usd{provider=\"somebody\"} 0", lines);
        foreach (var state in new[] { "ready", "waiting", "running", "held" })
        {
            Assert.Contains($"atelier_queue_jobs{{lane=\"local\",state=\"{state}\"}} 0", lines);
        }
    }

    [Fact]
    public async Task Refresh_WithinFiveSeconds_AsksTheDatabaseOnce()
    {
        var time = new FakeTimeProvider();
        await using var house = await TestHouse.OpenAsync(Cancel);
        await using var services = new ServiceCollection().AddLogging().AddPrometheusMetrics().BuildServiceProvider();
        var exporter = services.GetRequiredService<PrometheusExporter>();
        using var metrics = new EngineMetrics(services.GetRequiredService<IMeterFactory>());
        using var gauges = new HouseGauges(
            new HouseFigureStore(house.Data),
            metrics,
            time,
            NullLogger<HouseGauges>.Instance
        );

        Assert.Null(await ScrapeAsync());
        await house.ExecuteAsync("INSERT INTO budgets (id, nanos, month) VALUES ('month', 7000000000, '2000-01-01')");
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Null(await ScrapeAsync());
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("atelier_budget_limit_usd{scope=\"month\"} 7", await ScrapeAsync());

        // What cannot be read is left out, not told as it was.
        await house.ExecuteAsync("ALTER TABLE budgets RENAME TO elsewhere");
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await ScrapeAsync());

        async Task<string?> ScrapeAsync()
        {
            await gauges.RefreshAsync(Cancel);
            return exporter
                .Scrape()
                .Split('\n')
                .FirstOrDefault(line => line.StartsWith("atelier_budget_limit_usd{", StringComparison.Ordinal));
        }
    }
}
