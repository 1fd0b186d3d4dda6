using Atelier.Data.Reviews;

namespace Atelier.Server.Reviews;

/// <summary>How a review ended.</summary>
/// <param name="Object">Always <c>review_decision</c>.</param>
/// <param name="Outcome">accepted, refused, or withdrawn where the account was closed.</param>
/// <param name="GenerationState">The state that the generation got: queued, complete, failed or canceled.</param>
internal sealed record ReviewDecisionView(
    Guid Id,
    string Object,
    Guid GenerationId,
    string Outcome,
    string GenerationState
)
{
    /// <summary>The words of <see cref="Outcome"/>.</summary>
    public static readonly IReadOnlyList<string> Outcomes = ["accepted", "refused", "withdrawn"];

    public static ReviewDecisionView Of(Guid id, ReviewDecision decision) =>
        new(id, "review_decision", decision.GenerationId, decision.Outcome, decision.State!);
}
