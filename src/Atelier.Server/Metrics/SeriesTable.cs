using System.Collections.Concurrent;

namespace Atelier.Server.Metrics;

/// <summary>
/// The series of one metric by their tags. A known set of tags is found without a lock or a copy; beyond
/// <see cref="Limit"/> sets, new ones share one series labelled <c>overflow="true"</c>.
/// </summary>
internal sealed class SeriesTable(Func<string, Series> create)
{
    /// <summary>Sets of tags one metric may have.</summary>
    public const int Limit = 2000;

    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series> _byTags = new(TagComparer.Instance);
    private readonly Dictionary<string, Series> _byLabels = new(StringComparer.Ordinal);
    private readonly Lock _adding = new();
    private volatile Series? _overflow;
    private int _sets;

    public Series Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var known = _byTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        return known.TryGetValue(tags, out var series) ? series : _overflow ?? Add(tags);
    }

    public Series[] All()
    {
        lock (_adding)
            return [.. _byLabels.Values];
    }

    public void Clear()
    {
        lock (_adding)
        {
            _byTags.Clear();
            _byLabels.Clear();
            _overflow = null;
            _sets = 0;
        }
    }

    private Series Add(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_adding)
        {
            var known = _byTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
            if (known.TryGetValue(tags, out var series))
                return series;
            if (_sets == Limit)
                return _overflow ??= Labelled("overflow=\"true\"");

            // Tags in another order or of another type may read the same, and a series may appear only once.
            series = Labelled(LabelText.Of(tags));
            known[tags] = series;
            _sets++;
            return series;
        }
    }

    private Series Labelled(string labels) =>
        _byLabels.TryGetValue(labels, out var series) ? series : _byLabels[labels] = create(labels);
}
