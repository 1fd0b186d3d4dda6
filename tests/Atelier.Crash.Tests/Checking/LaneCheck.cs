namespace Atelier.Crash.Tests.Checking;

/// <summary>No provider ever had more calls under way than its lane has places, whoever was killed meanwhile.</summary>
internal static class LaneCheck
{
    public static IEnumerable<string> Check(Evidence evidence) =>
        evidence
            .Wires.Where(wire => wire.MostAtOnce > evidence.LaneCapacity)
            .Select(wire =>
                $"{wire.Wire} had {wire.MostAtOnce} calls under way at once, {evidence.LaneCapacity} allowed"
            );
}
