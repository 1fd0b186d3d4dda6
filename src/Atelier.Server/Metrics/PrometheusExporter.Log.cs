namespace Atelier.Server.Metrics;

internal sealed partial class PrometheusExporter
{
    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Instrument {Instrument} of meter {Meter} is not exported: {Metric} is a metric of another type. Rename it."
    )]
    private partial void LogNameTaken(string instrument, string meter, string metric);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An observable instrument failed; its metric is left out.")]
    private partial void LogNotObserved(Exception error);
}
