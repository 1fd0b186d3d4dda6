namespace Atelier.Emulators.Faults;

/// <summary>A rule with what it did so far: calls that fitted, calls it was played on.</summary>
public sealed record FaultState(FaultRule Rule, int Seen, int Played);
