namespace Atelier.Engine.Tests.Nodes;

/// <summary>The system's clock, whose measured time a test can let jump, as after a process that stood still, or stop.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private const long Runs = -1;

    private long _jumped;
    private long _stands = Runs;

    public override long GetTimestamp()
    {
        var stands = Interlocked.Read(ref _stands);
        return (stands == Runs ? base.GetTimestamp() : stands) + Interlocked.Read(ref _jumped);
    }

    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, (long)(by.TotalSeconds * TimestampFrequency));

    /// <summary>From here on no time is measured but what jumps, however long the machine takes. Timers go on.</summary>
    public void Stop() => Interlocked.Exchange(ref _stands, base.GetTimestamp());
}
