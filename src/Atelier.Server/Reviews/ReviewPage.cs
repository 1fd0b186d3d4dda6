namespace Atelier.Server.Reviews;

/// <summary>What waits for a person, newest first.</summary>
/// <param name="NextCursor">Send it as <c>cursor</c> for the next page; null at the end.</param>
internal sealed record ReviewPage(IReadOnlyList<ReviewView> Data, bool HasMore, string? NextCursor);
