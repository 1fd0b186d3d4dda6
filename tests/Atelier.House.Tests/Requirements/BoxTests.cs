namespace Atelier.House.Tests.Requirements;

/// <summary>The ten boxes of the checklist that the models and gateways were specified with, each ticked by tests that prove it.</summary>
public sealed class BoxTests
{
    private static readonly IReadOnlyList<RequirementPart> _parts = RequirementList.Read(
        Repository.Read(RequirementList.Path)
    );

    public static TheoryData<string, string[]> Boxes =>
        new()
        {
            { "A key in the environment", ["A-25"] },
            { "A client that handles keys, polling and errors", ["A-25", "A-32", "A-34", "A-38"] },
            { "All models of Midjourney", ["A-03", "A-04", "A-05"] },
            { "All models of PiAPI", ["A-06", "A-07", "A-08", "A-09", "A-10", "A-11", "A-12", "A-13", "A-14"] },
            { "Quality tiers route", ["A-17", "A-18", "A-19", "A-20", "A-21", "A-22"] },
            { "Styles route", ["A-20", "A-21"] },
            { "Another provider when points run out", ["A-36"] },
            { "Prompts are enhanced", ["A-43", "A-44"] },
            { "The balance is checked before a picture is made", ["A-35", "A-36"] },
            { "Costs are counted by provider", ["A-46"] },
        };

    [Theory]
    [MemberData(nameof(Boxes))]
    [Trait("Requirement", "A-48")]
    public void Box_OfTheChecklist_HasAProofForEachOfItsRequirements(string box, string[] ids)
    {
        var proven = ProofScanner.ScanTests(_parts).Found.Select(proof => proof.Id).ToHashSet();

        var open = ids.Where(id => !proven.Contains(id)).ToList();

        Assert.True(open.Count == 0, $"{box}: no test proves {string.Join(", ", open)}.");
    }

    [Fact]
    [Trait("Requirement", "A-48")]
    public void Boxes_OfTheChecklist_AreTen() => Assert.Equal(10, Boxes.Count);
}
