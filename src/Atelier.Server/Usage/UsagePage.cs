namespace Atelier.Server.Usage;

/// <summary>Generations that ended, newest first.</summary>
/// <param name="NextCursor">Send it as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record UsagePage(IReadOnlyList<UsedGenerationView> Data, bool HasMore, string? NextCursor);
