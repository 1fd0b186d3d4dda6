namespace Atelier.Data.Accounts;

/// <summary>An account to be made.</summary>
/// <param name="Grant">Thousandths of a credit to begin with.</param>
public sealed record NewAccount(string Name, string Tier, long Grant, int? MaxActive = null, bool Owner = false);
