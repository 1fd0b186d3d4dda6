using Atelier.Server.Metrics;

namespace Atelier.Server.Tests.Metrics;

public sealed class LabelTests
{
    [Fact]
    public void Scrape_LabelAndHelpWithSpecialCharacters_AreEscaped()
    {
        using var sut = new ScrapedMeter();
        var gauge = sut.Meter.CreateGauge<int>("paths", description: "Back\\slash, \"quote\"\nand a line.");

        gauge.Record(1, new KeyValuePair<string, object?>("file.name", "C:\\a \"b\"\nç"));

        Assert.Equal(
            [
                @"# HELP paths Back\\slash, ""quote""\nand a line.",
                "# TYPE paths gauge",
                """paths{file_name="C:\\a \"b\"\nç"} 1""",
            ],
            sut.Lines("paths")
        );
    }

    [Fact]
    public void Scrape_SameTagsInAnotherOrder_AreOneSeries()
    {
        using var sut = new ScrapedMeter();
        var counter = sut.Meter.CreateCounter<int>("calls");
        KeyValuePair<string, object?> model = new("model", "m");
        KeyValuePair<string, object?> isPaid = new("is.paid", true);

        counter.Add(1, model, isPaid);
        counter.Add(1, isPaid, model);

        Assert.Equal(
            ["# TYPE calls_total counter", "calls_total{is_paid=\"true\",model=\"m\"} 2"],
            sut.Lines("calls_total")
        );
    }

    [Fact]
    public void Scrape_ValuesThatReadTheSame_AreOneSeries()
    {
        using var sut = new ScrapedMeter();
        var counter = sut.Meter.CreateCounter<int>("calls");

        counter.Add(1, new KeyValuePair<string, object?>("code", 200));
        counter.Add(1, new KeyValuePair<string, object?>("code", "200"));
        counter.Add(1);
        counter.Add(1, new KeyValuePair<string, object?>("code", null));

        Assert.Equal(
            ["# TYPE calls_total counter", "calls_total{code=\"200\"} 2", "calls_total 2"],
            sut.Lines("calls_total")
        );
    }

    [Fact]
    public void Scrape_TagsWhoseNamesBecomeOne_AreJoined()
    {
        using var sut = new ScrapedMeter();

        sut.Meter.CreateGauge<int>("calls")
            .Record(1, new KeyValuePair<string, object?>("a.b", "x"), new KeyValuePair<string, object?>("a_b", "y"));

        Assert.Contains("calls{a_b=\"x;y\"} 1", sut.Lines("calls"));
    }

    [Fact]
    public void Scrape_MoreSetsThanTheLimit_FoldTheRestIntoOneSeries()
    {
        using var sut = new ScrapedMeter();
        var counter = sut.Meter.CreateCounter<int>("calls");

        for (var round = 0; round < 2; round++)
        {
            for (var id = 0; id < SeriesTable.Limit + 300; id++)
                counter.Add(1, new KeyValuePair<string, object?>("id", id));
        }

        var samples = sut.Lines("calls_total").Skip(1).ToList();
        Assert.Equal(SeriesTable.Limit + 1, samples.Count);
        Assert.Equal("calls_total{overflow=\"true\"} 600", samples[^1]);
        Assert.All(samples.SkipLast(1), sample => Assert.EndsWith(" 2", sample, StringComparison.Ordinal));
    }
}
