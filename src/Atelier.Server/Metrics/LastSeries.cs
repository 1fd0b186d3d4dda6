using System.Text;

namespace Atelier.Server.Metrics;

/// <summary>Keeps the value measured last.</summary>
internal sealed class LastSeries(string labels) : Series(labels)
{
    private double _value;

    public override void Record(long value) => Record((double)value);

    public override void Record(double value) => Volatile.Write(ref _value, value);

    public override void Write(StringBuilder text, string name) =>
        text.AppendSample(name, Labels, MetricText.Number(Volatile.Read(ref _value)));
}
