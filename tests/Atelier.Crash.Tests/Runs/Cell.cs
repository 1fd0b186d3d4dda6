using Atelier.Engine.Waypoints;

namespace Atelier.Crash.Tests.Runs;

/// <summary>A waypoint at a wire.</summary>
internal sealed record Cell(Waypoint Point, CrashWire Wire)
{
    /// <summary>A synchronous wire is looked after only when something went wrong before.</summary>
    public bool NeedsMishap => this is { Point: Waypoint.Following, Wire.HasTasks: false };

    /// <summary>Whether a call whose process dies here leaves something to look after.</summary>
    public bool LeavesFollowUp => !Wire.HasTasks && Point is >= Waypoint.Sending and <= Waypoint.Noted;

    public override string ToString() => $"{Point} {Wire}";
}
