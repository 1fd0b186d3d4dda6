namespace Atelier.Crash.Tests.Runs;

/// <summary>One blow.</summary>
/// <param name="Generation">Whose step it was.</param>
/// <param name="At">By the database's clock.</param>
/// <param name="Held">Generations that the process was working on.</param>
/// <param name="Hits">Attempts of the process that were between intent and answer.</param>
internal sealed record Strike(
    Cell Cell,
    StrikeKind Kind,
    Guid Generation,
    DateTimeOffset At,
    IReadOnlyList<Guid> Held,
    IReadOnlyList<Guid> Hits
);
