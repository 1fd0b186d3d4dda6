namespace Atelier.Data.Reports;

/// <summary>A request of the past without its words, and what it cost and took.</summary>
/// <param name="Nanos">Nano-dollars that were spent for it.</param>
/// <param name="Seconds">From accept to end.</param>
/// <param name="Tier">Its account's, as it is now: free, paid or premium.</param>
/// <param name="OnlyProviders">Ids of providers that the account's requests may go to, with spaces between; null is all.</param>
/// <param name="NeverProviders">Ids of providers that they must not go to, likewise; null is none.</param>
public sealed record PastRequest(
    Guid Id,
    string RequestJson,
    long Nanos,
    double Seconds,
    string Tier,
    string? OnlyProviders,
    string? NeverProviders
);
