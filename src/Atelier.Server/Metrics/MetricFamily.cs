using System.Diagnostics.Metrics;
using System.Text;

namespace Atelier.Server.Metrics;

/// <summary>One exported metric: its HELP and TYPE lines and its series.</summary>
internal sealed class MetricFamily
{
    private readonly MetricKind _kind;
    private readonly bool _isObserved;
    private readonly string _help;
    private readonly SeriesTable _series;

    public MetricFamily(Instrument instrument, MetricKind kind)
    {
        Name = MetricName.Of(instrument.Name, instrument.Unit, kind);
        _kind = kind;
        _isObserved = instrument.IsObservable;
        _help = MetricText.EscapeHelp(instrument.Description ?? "");
        var bounds = kind == MetricKind.Histogram ? HistogramBounds.Of(instrument) : [];
        _series = new SeriesTable(labels =>
            kind switch
            {
                MetricKind.Histogram => new HistogramSeries(labels, bounds),
                MetricKind.Gauge => new LastSeries(labels),
                _ => new SumSeries(labels, onlyGrows: kind == MetricKind.Counter),
            }
        );
    }

    public string Name { get; }

    /// <summary>True when another instrument of the same exported name may add to this metric.</summary>
    public bool IsLike(MetricFamily other) => _kind == other._kind && _isObserved == other._isObserved;

    public void Record(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _series.Find(tags).Record(value);

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _series.Find(tags).Record(value);

    /// <summary>Observable instruments tell everything anew at each scrape, so the last answers go first.</summary>
    public void ForgetObserved()
    {
        if (_isObserved)
            _series.Clear();
    }

    public void Write(StringBuilder text)
    {
        var series = _series.All();
        if (series.Length == 0)
            return;
        if (_help.Length > 0)
            text.Append("# HELP ").Append(Name).Append(' ').Append(_help).Append('\n');
        text.Append("# TYPE ").Append(Name).Append(' ').Append(_kind.Word()).Append('\n');
        foreach (var one in series)
            one.Write(text, Name);
    }
}
