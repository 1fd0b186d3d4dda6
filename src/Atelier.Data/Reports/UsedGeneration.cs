namespace Atelier.Data.Reports;

/// <summary>A generation that ended, as its account paid for it.</summary>
/// <param name="Provider">Who made its first picture, or was asked last; null where nobody was.</param>
/// <param name="Quality">The resolution asked for.</param>
/// <param name="Credits">Thousandths: settled, less what was refunded.</param>
/// <param name="Success">Whether it was completed.</param>
/// <param name="Model">Of its first picture, or the first in line; null where nobody could be asked.</param>
public sealed record UsedGeneration(
    Guid Id,
    DateTimeOffset CreatedAt,
    string? Provider,
    string? Quality,
    long Credits,
    bool Success,
    string? Model = null
);
