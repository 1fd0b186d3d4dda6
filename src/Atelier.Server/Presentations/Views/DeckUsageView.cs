using System.Text.Json.Serialization;

namespace Atelier.Server.Presentations.Views;

/// <summary>What an account used, or of that a deck (requirement C-80). Credits.</summary>
/// <param name="Success">Always true.</param>
/// <param name="UserId">Your account.</param>
/// <param name="PresentationId">The deck, as you call it; missing where it is about all.</param>
/// <param name="Generations">Those that ended, the newest first.</param>
/// <param name="TotalCredits">Paid for the deck since its first picture; for all, since the first of this month.</param>
/// <param name="RemainingCredits">Left to spend.</param>
/// <param name="ResetDate">The first of the next month, 00:00 UTC.</param>
/// <param name="HasMore">Ours: whether there are older ones.</param>
/// <param name="NextCursor">Ours: send it as <c>cursor</c> for the next page; missing on the last.</param>
internal sealed record DeckUsageView(
    bool Success,
    [property: JsonPropertyName("userId")] Guid UserId,
    [property: JsonPropertyName("presentationId")] string? PresentationId,
    IReadOnlyList<DeckUsedView> Generations,
    [property: JsonPropertyName("totalCredits")] decimal TotalCredits,
    [property: JsonPropertyName("remainingCredits")] decimal RemainingCredits,
    [property: JsonPropertyName("resetDate")] DateTimeOffset ResetDate,
    [property: JsonPropertyName("hasMore")] bool HasMore,
    [property: JsonPropertyName("nextCursor")] string? NextCursor
);

/// <summary>A generation that ended, and what it cost.</summary>
/// <param name="Timestamp">When it was asked for.</param>
/// <param name="Provider">dalle3, sdxl or midjourney, else the id of who made it or was asked last.</param>
/// <param name="Quality">draft, standard, high or ultra.</param>
/// <param name="CreditsUsed">For what was delivered, less what was refunded.</param>
/// <param name="Success">Whether it was completed.</param>
internal sealed record DeckUsedView(
    [property: JsonPropertyName("generationId")] Guid GenerationId,
    DateTimeOffset Timestamp,
    string Provider,
    string Quality,
    [property: JsonPropertyName("creditsUsed")] decimal CreditsUsed,
    bool Success
);
