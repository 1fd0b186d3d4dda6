namespace Atelier.House.Tests.Requirements;

/// <summary>A test that says it proves a requirement; the path is relative to the root.</summary>
internal sealed record Proof(string Id, string Path, string Test);
