namespace Atelier.Engine.Renditions;

/// <summary>Which files the cache has, in the order of their last use. Safe for use from many threads.</summary>
internal sealed class CacheIndex(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<CachedFile> _order = new();
    private readonly Dictionary<string, LinkedListNode<CachedFile>> _nodes = [];
    private long _bytes;

    /// <summary>Bytes of all files.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>The images that there are files of.</summary>
    public IReadOnlyCollection<Guid> Images
    {
        get
        {
            lock (_lock)
            {
                return _order.Select(file => file.ImageId).ToHashSet();
            }
        }
    }

    /// <summary>The file of a key, which was used now; null when there is none.</summary>
    public CachedFile? Use(string key)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(key, out var node))
            {
                return null;
            }

            _order.Remove(node);
            _order.AddLast(node);
            return node.Value;
        }
    }

    /// <summary>Adds a file as the one used last.</summary>
    /// <returns>Those that must go for it.</returns>
    public IReadOnlyList<CachedFile> Add(CachedFile file)
    {
        var gone = new List<CachedFile>();
        lock (_lock)
        {
            if (_nodes.TryGetValue(file.Key, out var older) && Take(older) != file)
            {
                gone.Add(older.Value);
            }

            _nodes[file.Key] = _order.AddLast(file);
            _bytes += file.Bytes;
            while (_bytes > maxBytes)
            {
                gone.Add(Take(_order.First!));
            }
        }

        return gone;
    }

    public void Remove(CachedFile file)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(file.Key, out var node) && node.Value == file)
            {
                Take(node);
            }
        }
    }

    /// <summary>Forgets the files of an image.</summary>
    public void Remove(Guid imageId)
    {
        lock (_lock)
        {
            foreach (var node in _nodes.Values.Where(node => node.Value.ImageId == imageId).ToList())
            {
                Take(node);
            }
        }
    }

    private CachedFile Take(LinkedListNode<CachedFile> node)
    {
        _order.Remove(node);
        _nodes.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
        return node.Value;
    }
}
