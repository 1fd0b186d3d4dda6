namespace Atelier.Data.Reviews;

/// <summary>What came of deciding about a review.</summary>
/// <param name="Outcome">accepted, refused, expired or withdrawn: how it ended, now or before.</param>
/// <param name="Decided">Whether this call ended it so; else nothing was written.</param>
/// <param name="Lane">The lane in which work became ready; null for none.</param>
/// <param name="State">The state that the generation got; null when nothing was written.</param>
public sealed record ReviewDecision(
    Guid GenerationId,
    string Outcome,
    bool Decided,
    string? Lane = null,
    string? State = null
);
