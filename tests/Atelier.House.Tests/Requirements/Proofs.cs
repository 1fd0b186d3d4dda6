namespace Atelier.House.Tests.Requirements;

/// <summary>What a scan found: proofs, and marks that prove nothing, each said in a sentence.</summary>
internal sealed record Proofs(IReadOnlyList<Proof> Found, IReadOnlyList<string> Mistakes);
