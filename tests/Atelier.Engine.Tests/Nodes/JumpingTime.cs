namespace Atelier.Engine.Tests.Nodes;

/// <summary>The system's clock, whose measured time a test can let jump, as after a process that stood still.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private long _jumped;

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _jumped);

    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, (long)(by.TotalSeconds * TimestampFrequency));
}
