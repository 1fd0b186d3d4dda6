namespace Atelier.Core.Policy.Matching;

/// <summary>A term that says what the words inside it mean.</summary>
/// <param name="End">The token behind its last.</param>
internal readonly record struct Cover(int Start, int End, Reach Reach);
