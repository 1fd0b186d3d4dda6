namespace Atelier.Providers.LegNext.Finding;

/// <summary>What was seen so far of one lost call: when LegNext's list was read, and jobs in it that may be the call's.</summary>
internal sealed class LostTaskWatch
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _near = [];
    private readonly HashSet<string> _excluded = [];
    private readonly HashSet<string> _settled = [];
    private DateTimeOffset? _first;
    private TimeSpan _longestGap;

    /// <summary>When the last look began.</summary>
    public DateTimeOffset LastLook { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>Notes a look at the list, which showed it as it was at some moment between these two.</summary>
    /// <param name="near">Jobs that may be the call's by their time; <paramref name="far"/> only if clocks are wrong.</param>
    public void Note(DateTimeOffset began, DateTimeOffset ended, IEnumerable<string> near, IEnumerable<string> far)
    {
        lock (_lock)
        {
            var gap = _first is null ? TimeSpan.Zero : ended - LastLook;
            _first ??= ended;
            _longestGap = gap > _longestGap ? gap : _longestGap;
            LastLook = began;
            _near.UnionWith(near);
            _seen.UnionWith(_near);
            _seen.UnionWith(far);
        }
    }

    /// <summary>The job turned out to be another's.</summary>
    public void Exclude(string id)
    {
        lock (_lock)
        {
            _excluded.Add(id);
        }
    }

    /// <summary>The job failed and cost nothing: whosever it was, it leaves no debt.</summary>
    public void Settle(string id)
    {
        lock (_lock)
        {
            _settled.Add(id);
        }
    }

    /// <summary>Jobs that may still be the call's, and may cost something.</summary>
    public IReadOnlyList<string> Open(IReadOnlySet<string> known)
    {
        lock (_lock)
        {
            return [.. _seen.Except(_excluded).Except(_settled).Except(known)];
        }
    }

    /// <summary>Whether this job is the only one that may still be the call's by its time.</summary>
    public bool SawOnly(string id, IReadOnlySet<string> known)
    {
        lock (_lock)
        {
            return _near.Except(_excluded).Except(known).ToList() is [var only] && only == id;
        }
    }

    /// <summary>Whether no job of this duration can have begun after the intent and ended unseen.</summary>
    public bool IsUnbroken(DateTimeOffset intentAt, TimeSpan shortest)
    {
        lock (_lock)
        {
            return _first <= intentAt + shortest && _longestGap <= shortest;
        }
    }
}
