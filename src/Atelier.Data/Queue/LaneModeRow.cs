using Atelier.Core.States;

namespace Atelier.Data.Queue;

/// <summary>A lane that an operator holds back.</summary>
/// <param name="Waiting">Generations that wait in it for their turn.</param>
/// <param name="Running">Calls under way, and such whose outcome nobody knows.</param>
public sealed record LaneModeRow(
    string Lane,
    LaneMode Mode,
    string? Reason,
    DateTimeOffset Since,
    int Waiting,
    int Running
);
