namespace Atelier.Imaging.Stylising;

/// <summary>Processors, shared out among those who work at a time: two get half of them each, and none less than one.</summary>
internal sealed class SharedCores(int all)
{
    private int _working;

    /// <summary>How many threads each of those who work may use now.</summary>
    public int Share => Math.Max(1, all / Math.Max(1, Volatile.Read(ref _working)));

    /// <summary>Begins to work; dispose ends it.</summary>
    public IDisposable Enter()
    {
        Interlocked.Increment(ref _working);
        return new Place(this);
    }

    private sealed class Place(SharedCores cores) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _left, true))
                Interlocked.Decrement(ref cores._working);
        }
    }
}
