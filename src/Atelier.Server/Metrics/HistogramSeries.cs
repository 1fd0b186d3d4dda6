using System.Globalization;
using System.Text;

namespace Atelier.Server.Metrics;

/// <summary>Counts values by bucket. A bound belongs to its bucket, as Prometheus' "le" says.</summary>
internal sealed class HistogramSeries(string labels, double[] bounds) : Series(labels)
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private AtomicSum _sum;

    public override void Record(long value)
    {
        Count(value);
        _sum.Add(value);
    }

    public override void Record(double value)
    {
        if (!double.IsFinite(value))
            return;
        Count(value);
        _sum.Add(value);
    }

    public override void Write(StringBuilder text, string name)
    {
        var separator = Labels.Length > 0 ? "," : "";
        // The count is the last bucket of the same reading: the two may never differ.
        long count = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            count += Volatile.Read(ref _counts[i]);
            var bound = MetricText.Number(i < bounds.Length ? bounds[i] : double.PositiveInfinity);
            text.AppendSample($"{name}_bucket", $"{Labels}{separator}le=\"{bound}\"", Whole(count));
        }
        text.AppendSample($"{name}_sum", Labels, _sum.Read());
        text.AppendSample($"{name}_count", Labels, Whole(count));
    }

    private void Count(double value)
    {
        var found = Array.BinarySearch(bounds, value);
        Interlocked.Increment(ref _counts[found < 0 ? ~found : found]);
    }

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}
