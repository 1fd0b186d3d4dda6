namespace Atelier.Server.Attempts;

/// <summary>Open attempts, the oldest first.</summary>
/// <param name="NextCursor">Send it as <c>cursor</c> for the next page; null at the end.</param>
internal sealed record AttemptPage(IReadOnlyList<AttemptView> Data, bool HasMore, string? NextCursor);
