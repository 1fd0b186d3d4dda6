namespace Atelier.House.Tests.Requirements;

/// <summary>Requirements that belong together, such as A3.</summary>
internal sealed record RequirementArea(string Code, string Title, List<Requirement> Requirements);
