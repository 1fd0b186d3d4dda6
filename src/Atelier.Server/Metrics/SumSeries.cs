using System.Text;

namespace Atelier.Server.Metrics;

/// <summary>Adds up. A series that only grows ignores negative values, which would look like a restart.</summary>
internal sealed class SumSeries(string labels, bool onlyGrows) : Series(labels)
{
    private AtomicSum _sum;

    public override void Record(long value)
    {
        if (value >= 0 || !onlyGrows)
            _sum.Add(value);
    }

    public override void Record(double value)
    {
        if (double.IsFinite(value) && (value >= 0 || !onlyGrows))
            _sum.Add(value);
    }

    public override void Write(StringBuilder text, string name) => text.AppendSample(name, Labels, _sum.Read());
}
