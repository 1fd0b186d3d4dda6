namespace Atelier.House.Tests.Requirements;

/// <summary>All areas of one letter.</summary>
internal sealed record RequirementPart(string Letter, string Title, List<RequirementArea> Areas)
{
    public IEnumerable<Requirement> Requirements => Areas.SelectMany(area => area.Requirements);
}
