using System.Diagnostics.Metrics;
using Atelier.Server.Metrics;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Metrics;

public sealed class PrometheusExporterTests
{
    private const int Writers = 4;
    private const int Writes = 500_000;

    [Fact]
    public void Scrape_CounterWithTags_SumsBySetOfLabels()
    {
        using var sut = new ScrapedMeter();
        var counter = sut.Meter.CreateCounter<long>(
            "atelier.generations.ended",
            description: "Generations that ended."
        );

        counter.Add(2, new KeyValuePair<string, object?>("state", "complete"));
        counter.Add(1, new KeyValuePair<string, object?>("state", "failed"));
        counter.Add(3, new KeyValuePair<string, object?>("state", "complete"));

        Assert.Equal(
            [
                "# HELP atelier_generations_ended_total Generations that ended.",
                "# TYPE atelier_generations_ended_total counter",
                "atelier_generations_ended_total{state=\"complete\"} 5",
                "atelier_generations_ended_total{state=\"failed\"} 1",
            ],
            sut.Lines("atelier_generations_ended_total")
        );
    }

    [Fact]
    public void Scrape_CounterGivenANegativeValue_DoesNotFall()
    {
        using var sut = new ScrapedMeter();
        var counter = sut.Meter.CreateCounter<double>("money");

        counter.Add(0.5);
        counter.Add(-0.25);
        counter.Add(double.NaN);

        Assert.Equal(["# TYPE money_total counter", "money_total 0.5"], sut.Lines("money_total"));
    }

    [Fact]
    public void Scrape_UpDownCounter_IsAGaugeThatFalls()
    {
        using var sut = new ScrapedMeter();
        var running = sut.Meter.CreateUpDownCounter<int>("running", "{job}");

        running.Add(5);
        running.Add(-7);

        Assert.Equal(["# TYPE running gauge", "running -2"], sut.Lines("running"));
    }

    [Fact]
    public void Scrape_Gauge_TellsTheLastValue()
    {
        using var sut = new ScrapedMeter();
        var gauge = sut.Meter.CreateGauge<double>("load");

        gauge.Record(3);
        gauge.Record(0.125);
        Assert.Equal(["# TYPE load gauge", "load 0.125"], sut.Lines("load"));

        gauge.Record(double.PositiveInfinity);
        Assert.Equal(["# TYPE load gauge", "load +Inf"], sut.Lines("load"));
    }

    [Fact]
    public void Scrape_ObservableCounter_TellsWhatIsObservedAndNotTheSumOfScrapes()
    {
        using var sut = new ScrapedMeter();
        long total = 7;
        sut.Meter.CreateObservableCounter("seen", () => total);

        Assert.Contains("seen_total 7", sut.Lines("seen_total"));
        total = 9;

        Assert.Contains("seen_total 9", sut.Lines("seen_total"));
    }

    [Fact]
    public void Scrape_ObservableGaugeThatDropsALane_DropsItsSeries()
    {
        using var sut = new ScrapedMeter();
        string[] lanes = ["a", "b"];
        sut.Meter.CreateObservableGauge(
            "queue",
            () => lanes.Select(lane => new Measurement<int>(4, new KeyValuePair<string, object?>("lane", lane)))
        );

        Assert.Equal(["# TYPE queue gauge", "queue{lane=\"a\"} 4", "queue{lane=\"b\"} 4"], sut.Lines("queue"));
        lanes = ["b"];

        Assert.Equal(["# TYPE queue gauge", "queue{lane=\"b\"} 4"], sut.Lines("queue"));
    }

    [Fact]
    public void Scrape_ObservableThatThrows_LeavesOnlyItselfOutAndWarns()
    {
        var log = new WarningLog<PrometheusExporter>();
        using var sut = new ScrapedMeter(logger: log);
        sut.Meter.CreateObservableGauge("broken", new Func<int>(() => throw new InvalidOperationException("broken")));
        sut.Meter.CreateObservableGauge("whole", () => 1);

        Assert.Equal(["# TYPE whole gauge", "whole 1"], sut.Lines("whole"));
        Assert.Empty(sut.Lines("broken"));
        Assert.NotEmpty(log.Warnings);
    }

    [Fact]
    public void Scrape_TwoInstrumentsOfOneNameAndDifferentTypes_KeepsTheFirstAndWarns()
    {
        var log = new WarningLog<PrometheusExporter>();
        using var sut = new ScrapedMeter(logger: log);

        sut.Meter.CreateGauge<int>("same").Record(1);
        sut.Meter.CreateHistogram<int>("same").Record(2);

        Assert.Equal(["# TYPE same gauge", "same 1"], sut.Lines("same"));
        Assert.Contains("same", Assert.Single(log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Atelier", true)]
    [InlineData("Atelier.Queue", true)]
    [InlineData("Npgsql", true)]
    [InlineData("System.Net.Http", true)]
    [InlineData("Ateliers", false)]
    [InlineData("System.Net", false)]
    [InlineData("Microsoft.AspNetCore.Routing", false)]
    public void Scrape_Meter_IsExportedWhenListed(string meter, bool exported)
    {
        using var sut = new ScrapedMeter(meter);

        sut.Meter.CreateCounter<int>("calls").Add(1);

        Assert.Equal(exported, sut.Lines().Contains("calls_total 1"));
    }

    [Fact]
    public async Task Scrape_AfterManyThreadsWrote_TellsTheExactSums()
    {
        using var sut = new ScrapedMeter();
        var whole = sut.Meter.CreateCounter<long>("whole");
        var half = sut.Meter.CreateCounter<double>("half");
        var time = sut.Meter.CreateHistogram<double>("time", "s");

        await WriteFromAllSidesAsync(() => whole.Add(1));
        await WriteFromAllSidesAsync(() => half.Add(0.5));
        await WriteFromAllSidesAsync(() => time.Record(0.25));

        Assert.Equal($"whole_total {Writers * Writes}", sut.Lines("whole_total")[^1]);
        Assert.Equal($"half_total {Writers * Writes / 2}", sut.Lines("half_total")[^1]);
        Assert.Contains($"time_seconds_bucket{{le=\"+Inf\"}} {Writers * Writes}", sut.Lines("time_seconds"));
        Assert.Contains($"time_seconds_sum {Writers * Writes / 4}", sut.Lines("time_seconds"));
    }

    [Fact]
    public async Task Scrape_AfterManyThreadsMadeSeries_TellsEachOnceWithItsSum()
    {
        using var sut = new ScrapedMeter();
        var counter = sut.Meter.CreateCounter<int>("calls");

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(
                        () =>
                        {
                            for (var id = 0; id < 1000; id++)
                                counter.Add(1, new KeyValuePair<string, object?>("id", id));
                        },
                        Cancel
                    )
                )
        );

        var samples = sut.Lines("calls_total").Skip(1).ToList();
        Assert.Equal(1000, samples.Count);
        Assert.All(samples, sample => Assert.EndsWith(" 8", sample, StringComparison.Ordinal));
    }

    // Threads of their own that start together, so that they really meet.
    private static async Task WriteFromAllSidesAsync(Action write)
    {
        using var start = new Barrier(Writers);
        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            start.SignalAndWait(Cancel);
                            for (var i = 0; i < Writes; i++)
                                write();
                        },
                        Cancel,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
        );
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
