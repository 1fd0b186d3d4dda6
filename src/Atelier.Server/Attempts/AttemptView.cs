using Atelier.Core.Pricing;
using Atelier.Data.Attempts;
using Atelier.Providers.Keys;

namespace Atelier.Server.Attempts;

/// <summary>A paid call whose cost is open.</summary>
/// <param name="Object">Always <c>attempt</c>.</param>
/// <param name="State">intent, submitted, answered or unknown.</param>
/// <param name="Slots">Which of the pictures asked for it was to bring, from 0.</param>
/// <param name="RiskUsd">What it can cost at most.</param>
/// <param name="SentAt">When it was committed to; it was sent at most 5 seconds later, or never.</param>
/// <param name="TaskId">The provider's name of the task, to be looked up in its own console.</param>
/// <param name="RequestId">The provider's name of the request, for its support.</param>
/// <param name="Key">The variable of the key that sent it; missing where there is none.</param>
internal sealed record AttemptView(
    Guid Id,
    string Object,
    Guid GenerationId,
    string GenerationState,
    Guid AccountId,
    string Provider,
    string? Model,
    string State,
    IReadOnlyList<int> Slots,
    decimal RiskUsd,
    DateTimeOffset SentAt,
    string? TaskId,
    string? RequestId,
    string? Key,
    string? Failure
)
{
    public static AttemptView Of(OpenAttempt attempt) =>
        new(
            attempt.Id,
            "attempt",
            attempt.GenerationId,
            attempt.GenerationState,
            attempt.AccountId,
            attempt.Provider,
            attempt.Model,
            attempt.State,
            attempt.Slots,
            NanoDollars.ToDollars(attempt.RiskNanos),
            attempt.IntentAt,
            attempt.TaskId,
            attempt.RequestId,
            KeyMark.Read(attempt.SentWith)?.Name,
            attempt.Failure
        );
}
