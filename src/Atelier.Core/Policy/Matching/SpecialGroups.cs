namespace Atelier.Core.Policy.Matching;

/// <summary>The bits of the groups that mean something to the matcher itself; 0 for those that no list has.</summary>
/// <param name="Persons">Minors and others: a word directly behind one of them tells of it.</param>
internal sealed record SpecialGroups(UInt128 Exposing, UInt128 Joined, UInt128 Persons, UInt128 Bare, UInt128 Things);
