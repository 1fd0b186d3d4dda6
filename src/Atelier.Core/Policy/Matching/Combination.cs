namespace Atelier.Core.Policy.Matching;

/// <summary>Groups that together mean something.</summary>
internal sealed record Combination(ulong Groups, uint Prohibited, uint Flagged);
