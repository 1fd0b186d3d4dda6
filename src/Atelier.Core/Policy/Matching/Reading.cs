namespace Atelier.Core.Policy.Matching;

/// <summary>Tokens read as one known word.</summary>
/// <param name="End">The token behind the last.</param>
/// <param name="Other">Another reading that begins at the same token; -1 for none.</param>
internal readonly record struct Reading(int End, int Word, int Other);
