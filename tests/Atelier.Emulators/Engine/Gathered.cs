namespace Atelier.Emulators.Engine;

/// <summary>A list many calls add to at once.</summary>
internal sealed class Gathered<T>
{
    private readonly Lock _lock = new();
    private readonly List<T> _items = [];

    public IReadOnlyList<T> Snapshot()
    {
        lock (_lock)
        {
            return [.. _items];
        }
    }

    public void Add(T item)
    {
        lock (_lock)
        {
            _items.Add(item);
        }
    }
}
