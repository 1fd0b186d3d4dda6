namespace Atelier.House.Tests.Requirements;

/// <summary>One line to prove, such as A-26, with a short title.</summary>
internal sealed record Requirement(string Id, string Title);
