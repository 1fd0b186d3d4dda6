namespace Atelier.Server.Generations;

/// <summary>A page of generations, newest first.</summary>
/// <param name="NextCursor">Send it as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record GenerationPage(IReadOnlyList<GenerationView> Data, bool HasMore, string? NextCursor);
