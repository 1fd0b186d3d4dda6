namespace Atelier.Crash.Tests.Checking;

/// <summary>A generation as its row and its slots show it.</summary>
/// <param name="Prompt">With the number that its calls carry as well.</param>
/// <param name="Seed">Of its first slot; the others have the next ones.</param>
/// <param name="Errors">Slots that ended with an error.</param>
internal sealed record GenerationFacts(
    Guid Id,
    Guid AccountId,
    string Wire,
    string State,
    string? ErrorCode,
    string Prompt,
    long Seed,
    int Count,
    int Filled,
    int Errors,
    long PriceEach,
    DateTimeOffset? FinishedAt
)
{
    public bool Terminal => State is "complete" or "failed" or "canceled";
}
