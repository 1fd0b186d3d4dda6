namespace Atelier.Server.Metrics;

/// <summary>How the measurements of an instrument become one value.</summary>
internal enum MetricKind
{
    /// <summary>A sum that only grows.</summary>
    Counter,

    /// <summary>A sum that also falls, such as requests under way.</summary>
    UpDown,

    /// <summary>The value measured last.</summary>
    Gauge,

    /// <summary>Counts by bucket, and a sum.</summary>
    Histogram,
}
