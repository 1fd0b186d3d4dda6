using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Atelier.Server.Metrics;

/// <summary>Listens to our meters and those of the platform, and tells their state in Prometheus' text format.</summary>
internal sealed partial class PrometheusExporter : IDisposable
{
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _scraping = new();
    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _factory;
    private readonly ILogger _logger;

    public PrometheusExporter(IMeterFactory factory, ILogger<PrometheusExporter> logger)
    {
        _factory = factory;
        _logger = logger;
        _listener.InstrumentPublished = Listen;
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, to) => Record(to, (long)value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, to) => Record(to, (long)value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, to) => Record(to, (long)value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, to) => Record(to, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, to) => Record(to, (double)value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, to) => Record(to, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, to) => Record(to, (double)value, tags));
        _listener.Start();
    }

    /// <summary>The state of all metrics, sorted by name; observable instruments are asked now.</summary>
    public string Scrape()
    {
        // Two scrapes at once would count what is observed twice.
        lock (_scraping)
        {
            foreach (var family in _families.Values)
                family.ForgetObserved();
            Observe();

            var text = new StringBuilder();
            foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
                family.Write(text);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Listen(Instrument instrument, MeterListener listener)
    {
        // A meter of another host in this process, as in tests, has that host's factory as its scope.
        var isOurs = instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, _factory);
        if (!isOurs || !ExportedMeters.Include(instrument.Meter.Name) || MetricKinds.Of(instrument) is not { } kind)
            return;

        var made = new MetricFamily(instrument, kind);
        var family = _families.GetOrAdd(made.Name, made);
        if (family.IsLike(made))
            listener.EnableMeasurementEvents(instrument, family);
        else
            LogNameTaken(instrument.Name, instrument.Meter.Name, made.Name);
    }

    private void Observe()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException error)
        {
            // The others were asked all the same, and half a page is better than none.
            LogNotObserved(error);
        }
    }

    private static void Record(object? family, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily)family!).Record(value, tags);

    private static void Record(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily)family!).Record(value, tags);
}
