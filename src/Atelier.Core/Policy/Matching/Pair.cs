namespace Atelier.Core.Policy.Matching;

/// <summary>Words of two groups, one behind the other.</summary>
/// <param name="Within">How many words behind the first's end the second begins at most.</param>
internal readonly record struct Pair(UInt128 First, UInt128 Second, int Within);
