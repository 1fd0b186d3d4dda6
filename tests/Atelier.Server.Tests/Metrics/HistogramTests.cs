using System.Diagnostics.Metrics;

namespace Atelier.Server.Tests.Metrics;

public sealed class HistogramTests
{
    [Fact]
    public void Scrape_Histogram_CountsCumulativelyUpToInfinity()
    {
        using var sut = new ScrapedMeter();
        var histogram = sut.Meter.CreateHistogram(
            "atelier.call.duration",
            "s",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2] }
        );
        var provider = new KeyValuePair<string, object?>("provider", "local");

        foreach (var value in (double[])[0.25, 0.5, 0.75, 1.5, 64])
            histogram.Record(value, provider);
        histogram.Record(double.NaN, provider);

        Assert.Equal(
            [
                "# TYPE atelier_call_duration_seconds histogram",
                "atelier_call_duration_seconds_bucket{provider=\"local\",le=\"0.5\"} 2",
                "atelier_call_duration_seconds_bucket{provider=\"local\",le=\"1\"} 3",
                "atelier_call_duration_seconds_bucket{provider=\"local\",le=\"2\"} 4",
                "atelier_call_duration_seconds_bucket{provider=\"local\",le=\"+Inf\"} 5",
                "atelier_call_duration_seconds_sum{provider=\"local\"} 67",
                "atelier_call_duration_seconds_count{provider=\"local\"} 5",
            ],
            sut.Lines("atelier_call_duration_seconds")
        );
    }

    [Theory]
    [InlineData("s", "time_seconds_bucket{le=\"0.001\"} 0", "time_seconds_bucket{le=\"600\"} 1")]
    [InlineData("By", "time_bytes_bucket{le=\"256\"} 1", "time_bytes_bucket{le=\"268435456\"} 1")]
    [InlineData(null, "time_bucket{le=\"1\"} 0", "time_bucket{le=\"10000\"} 1")]
    public void Scrape_HistogramWithoutAdvice_TakesTheBucketsOfItsUnit(string? unit, string first, string last)
    {
        using var sut = new ScrapedMeter();

        sut.Meter.CreateHistogram<long>("time", unit).Record(120);

        var buckets = sut.Lines(first.Split("_bucket")[0])
            .Where(line => line.Contains("_bucket", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(first, buckets[0]);
        Assert.Equal(last, buckets[^2]);
        Assert.EndsWith("{le=\"+Inf\"} 1", buckets[^1], StringComparison.Ordinal);
    }
}
