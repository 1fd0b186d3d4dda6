namespace Atelier.Data.Accounts;

/// <summary>Who pays: every key, generation and picture belongs to one.</summary>
/// <param name="Tier">free, paid or premium.</param>
/// <param name="Balance">Thousandths of a credit.</param>
/// <param name="MaxActive">Ready and running generations at once; null is no limit.</param>
/// <param name="OnlyProviders">Ids of providers that its requests may go to, with spaces between; null is all.</param>
/// <param name="NeverProviders">Ids of providers that its requests must not go to, likewise; null is none.</param>
public sealed record Account(
    Guid Id,
    string Name,
    string Tier,
    bool Owner,
    long Balance,
    int? MaxActive,
    int UrlEpoch,
    string? OnlyProviders = null,
    string? NeverProviders = null
);
