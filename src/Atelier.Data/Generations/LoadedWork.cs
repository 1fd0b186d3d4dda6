using Atelier.Data.Attempts;

namespace Atelier.Data.Generations;

/// <summary>A generation as it was accepted, and what was done so far.</summary>
/// <param name="Attempts">The oldest first.</param>
public sealed record LoadedWork(Work Work, IReadOnlyList<AttemptRow> Attempts);
