using System.Globalization;

namespace Atelier.Server.Metrics;

/// <summary>A sum without a lock. Whole numbers are kept apart, so that they add up exactly however many there are.</summary>
internal struct AtomicSum
{
    private long _whole;
    private double _fraction;

    public void Add(long value) => Interlocked.Add(ref _whole, value);

    public void Add(double value)
    {
        var seen = Volatile.Read(ref _fraction);
        while (true)
        {
            var found = Interlocked.CompareExchange(ref _fraction, seen + value, seen);
            // NaN differs from itself and would never leave the loop.
            if (found.Equals(seen))
                return;
            seen = found;
        }
    }

    public readonly string Read()
    {
        var whole = Volatile.Read(in _whole);
        var fraction = Volatile.Read(in _fraction);
        return fraction == 0 ? whole.ToString(CultureInfo.InvariantCulture) : MetricText.Number(whole + fraction);
    }
}
