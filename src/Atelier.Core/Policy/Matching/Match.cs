namespace Atelier.Core.Policy.Matching;

/// <summary>A term found in the text.</summary>
/// <param name="End">The token behind its last.</param>
internal readonly record struct Match(int Start, int End, Meaning Meaning);
