using System.Diagnostics.Metrics;

namespace Atelier.Server.Metrics;

/// <summary>Chooses the upper bounds of a histogram's buckets, ascending.</summary>
internal static class HistogramBounds
{
    // Up to ten minutes, since that is how long a provider may take for a picture.
    private static readonly double[] _seconds =
    [
        0.001,
        0.0025,
        0.005,
        0.01,
        0.025,
        0.05,
        0.1,
        0.25,
        0.5,
        1,
        2.5,
        5,
        10,
        30,
        60,
        120,
        300,
        600,
    ];

    private static readonly double[] _bytes =
    [
        256,
        1024,
        4096,
        16_384,
        65_536,
        262_144,
        1_048_576,
        4_194_304,
        16_777_216,
        67_108_864,
        268_435_456,
    ];

    private static readonly double[] _numbers = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];

    /// <summary>The bounds the instrument advises, else those of its unit.</summary>
    public static double[] Of(Instrument instrument) =>
        Advised(instrument) is { Count: > 0 } advised ? [.. advised.Distinct().Order()] : OfUnit(instrument.Unit);

    private static double[] OfUnit(string? unit) =>
        unit switch
        {
            "s" => _seconds,
            "By" => _bytes,
            _ => _numbers,
        };

    private static List<double>? Advised(Instrument instrument) =>
        instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
            Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(b => (double)b)],
            Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(b => (double)b)],
            _ => null,
        };
}
