namespace Atelier.Data.Accounts;

/// <summary>Which accounts a list shows; null asks nothing.</summary>
/// <param name="Email">Exactly this address, in any case.</param>
/// <param name="Text">A part of the name or of the address, in any case.</param>
public sealed record AccountFilter(string? Tier = null, string? Email = null, string? Text = null);
