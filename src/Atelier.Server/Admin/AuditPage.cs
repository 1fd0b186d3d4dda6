namespace Atelier.Server.Admin;

/// <summary>A page of the audit log, newest first.</summary>
internal sealed record AuditPage(IReadOnlyList<AuditView> Data, bool HasMore, string? NextCursor);
