using System.Diagnostics.Metrics;
using Atelier.Server.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Server.Tests.Metrics;

/// <summary>A meter of our own with an exporter that listens to it and not to those of other tests.</summary>
internal sealed class ScrapedMeter : IDisposable
{
    private static readonly string[] _parts = ["_bucket", "_sum", "_count"];

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PrometheusExporter _exporter;

    public ScrapedMeter(string name = "Atelier.Test", ILogger<PrometheusExporter>? logger = null)
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _exporter = new PrometheusExporter(factory, logger ?? NullLogger<PrometheusExporter>.Instance);
        Meter = factory.Create(name);
    }

    public Meter Meter { get; }

    /// <summary>The lines of one metric: HELP, TYPE and samples.</summary>
    public string[] Lines(string metric) => [.. Lines().Where(line => MetricOf(line) == metric)];

    public string[] Lines() => _exporter.Scrape().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        _exporter.Dispose();
        _services.Dispose();
    }

    private static string MetricOf(string line)
    {
        if (line.StartsWith('#'))
            return line.Split(' ')[2];
        var sample = line.Split('{', ' ')[0];
        var part = Array.Find(_parts, part => sample.EndsWith(part, StringComparison.Ordinal));
        return part is null ? sample : sample[..^part.Length];
    }
}
