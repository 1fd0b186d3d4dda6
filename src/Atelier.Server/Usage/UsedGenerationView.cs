using Atelier.Data.Reports;

namespace Atelier.Server.Usage;

/// <summary>A generation that ended, and what it cost the account.</summary>
/// <param name="Timestamp">When it was asked for.</param>
/// <param name="Provider">Who made it, or was asked last.</param>
/// <param name="Quality">draft, standard, high or ultra.</param>
/// <param name="CreditsUsed">For what was delivered, less what was refunded.</param>
/// <param name="Success">Whether it was completed.</param>
internal sealed record UsedGenerationView(
    Guid GenerationId,
    DateTimeOffset Timestamp,
    string? Provider,
    string? Quality,
    decimal CreditsUsed,
    bool Success
)
{
    public static UsedGenerationView Of(UsedGeneration used) =>
        new(used.Id, used.CreatedAt, used.Provider, used.Quality, used.Credits / 1000m, used.Success);
}
