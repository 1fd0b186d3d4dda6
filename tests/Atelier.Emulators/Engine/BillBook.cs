namespace Atelier.Emulators.Engine;

/// <summary>Adds up what is billed and what is frozen; exact under parallel calls.</summary>
internal sealed class BillBook
{
    private readonly Lock _lock = new();
    private readonly List<BillLine> _lines = [];
    private long _charged;
    private long _frozen;

    public Bill Snapshot()
    {
        lock (_lock)
        {
            return new Bill([.. _lines], _lines.Sum(line => line.NanoDollars), _charged, _frozen);
        }
    }

    public void Charge(BillLine line)
    {
        lock (_lock)
        {
            Book(line);
        }
    }

    /// <summary>Freezes units unless fewer than that are left of <paramref name="budget"/>.</summary>
    public bool TryFreeze(long units, long budget)
    {
        lock (_lock)
        {
            if (_charged + _frozen + units > budget)
            {
                return false;
            }

            _frozen += units;
            return true;
        }
    }

    /// <summary>Frees frozen units and, with a line, charges them.</summary>
    public void Thaw(long units, BillLine? line)
    {
        lock (_lock)
        {
            _frozen -= units;
            if (line is not null)
            {
                Book(line);
            }
        }
    }

    private void Book(BillLine line)
    {
        _lines.Add(line);
        _charged += line.Units;
    }
}
