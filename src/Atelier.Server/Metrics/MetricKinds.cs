using System.Diagnostics.Metrics;

namespace Atelier.Server.Metrics;

/// <summary>Tells kinds apart and names them.</summary>
internal static class MetricKinds
{
    private static readonly Dictionary<Type, MetricKind> _kinds = new()
    {
        [typeof(Counter<>)] = MetricKind.Counter,
        [typeof(ObservableCounter<>)] = MetricKind.Counter,
        [typeof(UpDownCounter<>)] = MetricKind.UpDown,
        [typeof(ObservableUpDownCounter<>)] = MetricKind.UpDown,
        [typeof(Gauge<>)] = MetricKind.Gauge,
        [typeof(ObservableGauge<>)] = MetricKind.Gauge,
        [typeof(Histogram<>)] = MetricKind.Histogram,
    };

    /// <summary>The kind of an instrument, or null for a class that .NET does not define.</summary>
    public static MetricKind? Of(Instrument instrument) =>
        instrument.GetType() is { IsGenericType: true } type
        && _kinds.TryGetValue(type.GetGenericTypeDefinition(), out var kind)
            ? kind
            : null;

    /// <summary>The word of the TYPE line.</summary>
    public static string Word(this MetricKind kind) =>
        kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Histogram => "histogram",
            _ => "gauge",
        };
}
