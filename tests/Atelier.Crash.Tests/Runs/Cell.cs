using Atelier.Engine.Waypoints;

namespace Atelier.Crash.Tests.Runs;

/// <summary>A waypoint at a wire.</summary>
internal sealed record Cell(Waypoint Point, string Wire)
{
    /// <summary>All that there are: a synchronous wire has nothing to fetch.</summary>
    public static IReadOnlyList<Cell> All { get; } =
    [
        .. Enum.GetValues<Waypoint>()
            .SelectMany(point => new[] { new Cell(point, "openai"), new Cell(point, "legnext") })
            .Where(cell => cell is not { Point: Waypoint.Fetched, Wire: "openai" }),
    ];

    /// <summary>A synchronous wire is looked after only when something went wrong before.</summary>
    public bool NeedsMishap => this is { Point: Waypoint.Following, Wire: "openai" };

    /// <summary>Whether a call whose process dies here leaves something to look after.</summary>
    public bool LeavesFollowUp => Wire == "openai" && Point is >= Waypoint.Sending and <= Waypoint.Noted;

    public override string ToString() => $"{Point} {Wire}";
}
