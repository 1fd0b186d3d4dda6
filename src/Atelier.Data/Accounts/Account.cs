namespace Atelier.Data.Accounts;

/// <summary>Who pays: every key, generation and picture belongs to one.</summary>
/// <param name="Tier">free, paid or premium.</param>
/// <param name="Balance">Thousandths of a credit.</param>
/// <param name="MaxActive">Ready and running generations at once; null is no limit.</param>
public sealed record Account(Guid Id, string Name, string Tier, bool Owner, long Balance, int? MaxActive, int UrlEpoch);
