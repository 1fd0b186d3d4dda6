namespace Atelier.Server.Accounts;

/// <summary>A page of keys, newest first.</summary>
internal sealed record KeyPage(IReadOnlyList<KeyView> Data, bool HasMore, string? NextCursor);
