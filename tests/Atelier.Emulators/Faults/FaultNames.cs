using System.Text.Json;

namespace Atelier.Emulators.Faults;

/// <summary>Actions as the control API writes them.</summary>
internal static class FaultNames
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<FaultAction>().Select(Of)];

    public static string Of(FaultAction action) => JsonNamingPolicy.SnakeCaseLower.ConvertName(action.ToString());
}
