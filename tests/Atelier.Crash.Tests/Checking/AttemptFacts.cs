namespace Atelier.Crash.Tests.Checking;

/// <summary>An attempt as its row shows it.</summary>
internal sealed record AttemptFacts(
    Guid Id,
    Guid GenerationId,
    string Wire,
    string State,
    Array Slots,
    bool Rerun,
    string? Failure
)
{
    public bool Serves(int slot) => ((int[])Slots).Contains(slot);
}
