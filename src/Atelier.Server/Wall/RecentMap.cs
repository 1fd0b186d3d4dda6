namespace Atelier.Server.Wall;

/// <summary>Remembers what was put in last, so much of it at most: what is old makes room for what is new.</summary>
/// <param name="most">Entries of one half; there are two.</param>
internal sealed class RecentMap<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private Dictionary<TKey, TValue> _new = [];
    private Dictionary<TKey, TValue> _old = [];

    public bool IsEmpty => Count == 0;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _new.Count + _old.Count;
            }
        }
    }

    public void Set(TKey key, TValue value)
    {
        lock (_lock)
        {
            if (_new.Count >= most && !_new.ContainsKey(key))
            {
                (_old, _new) = (_new, []);
            }

            _old.Remove(key);
            _new[key] = value;
        }
    }

    public void Remove(TKey key)
    {
        lock (_lock)
        {
            _new.Remove(key);
            _old.Remove(key);
        }
    }

    /// <summary>The value; the default when it is not remembered.</summary>
    public TValue? Find(TKey key)
    {
        lock (_lock)
        {
            return _new.TryGetValue(key, out var value) || _old.TryGetValue(key, out value) ? value : default;
        }
    }
}
