using Atelier.Engine.Waypoints;

namespace Atelier.Crash.Worker.Halts;

/// <summary>Where to halt once.</summary>
/// <param name="Wire">The provider of the generation; null for any.</param>
internal sealed record HaltOrder(Waypoint Point, string? Wire, HaltAction Action)
{
    /// <summary>The order in words such as <c>Sent legnext Kill</c>; <c>any</c> for the wire is every one.</summary>
    public static HaltOrder Parse(ReadOnlySpan<string> words) =>
        new(Enum.Parse<Waypoint>(words[0]), words[1] == "any" ? null : words[1], Enum.Parse<HaltAction>(words[2]));
}
