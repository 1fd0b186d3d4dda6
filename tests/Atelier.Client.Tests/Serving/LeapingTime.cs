namespace Atelier.Client.Tests.Serving;

/// <summary>
/// A clock that leaps: whoever waits at most <see cref="Reach"/> is woken at once, and how long it would have taken is written
/// down. Longer spans are limits; they pass when the leaps have added up to them.
/// </summary>
internal sealed class LeapingTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<LeapingTimer> _timers = [];
    private readonly List<TimeSpan> _leaps = [];
    private readonly List<TimeSpan> _set = [];
    private readonly List<(TimeSpan Span, int Times, TaskCompletionSource Done)> _watchers = [];
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The longest wait that is leapt over. The default is a minute.</summary>
    public TimeSpan Reach { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The waits leapt over, in order.</summary>
    public IReadOnlyList<TimeSpan> Leaps
    {
        get
        {
            lock (_lock)
            {
                return [.. _leaps];
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new LeapingTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until timers were set to this span so many times.</summary>
    public Task SetAsync(TimeSpan span, int times = 1)
    {
        lock (_lock)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((span, times, done));
            Notice();
            return done.Task;
        }
    }

    internal void Schedule(LeapingTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (dueTime < TimeSpan.Zero)
            {
                return;
            }

            timer.Due = _now + dueTime;
            _timers.Add(timer);
            _set.Add(dueTime);
            Notice();
            if (dueTime > Reach)
            {
                return;
            }

            _leaps.Add(dueTime);
        }

        Leap(dueTime);
    }

    /// <summary>Lets time pass, for limits too.</summary>
    public void Leap(TimeSpan by)
    {
        List<LeapingTimer> due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(each => each.Due <= _now).OrderBy(each => each.Due)];
            _timers.RemoveAll(due.Contains);
        }

        // Not from inside the call that set it: its caller has not even got the timer yet.
        ThreadPool.QueueUserWorkItem(_ => due.ForEach(each => each.Fire()));
    }

    private void Notice()
    {
        foreach (var (span, times, done) in _watchers)
        {
            if (_set.Count(each => each == span) >= times)
            {
                done.TrySetResult();
            }
        }
    }
}
