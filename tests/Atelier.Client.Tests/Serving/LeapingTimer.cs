namespace Atelier.Client.Tests.Serving;

/// <summary>A timer of <see cref="LeapingTime"/>; it fires once.</summary>
internal sealed class LeapingTimer(LeapingTime time, Action callback) : ITimer
{
    public DateTimeOffset Due { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        time.Schedule(this, dueTime);
        return true;
    }

    public void Dispose() => time.Schedule(this, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Fire() => callback();
}
