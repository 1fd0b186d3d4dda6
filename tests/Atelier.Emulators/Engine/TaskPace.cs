namespace Atelier.Emulators.Engine;

/// <summary>How long new tasks take; shared by all runs of a wire.</summary>
internal sealed class TaskPace(TimeSpan duration)
{
    private long _ticks = duration.Ticks;

    /// <summary>Null: until somebody ends them.</summary>
    public TimeSpan? Duration
    {
        get => Interlocked.Read(ref _ticks) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;
        set => Interlocked.Exchange(ref _ticks, value?.Ticks ?? -1);
    }
}
