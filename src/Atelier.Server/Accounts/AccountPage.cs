namespace Atelier.Server.Accounts;

/// <summary>A page of accounts, newest first.</summary>
internal sealed record AccountPage(IReadOnlyList<AccountView> Data, bool HasMore, string? NextCursor);
