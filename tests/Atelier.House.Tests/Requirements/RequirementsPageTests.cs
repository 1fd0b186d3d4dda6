namespace Atelier.House.Tests.Requirements;

public sealed class RequirementsPageTests
{
    private static readonly IReadOnlyList<RequirementPart> _parts = RequirementList.Read(
        Repository.Read(RequirementList.Path)
    );

    [Fact]
    public void Page_AsCommitted_IsWhatTheGeneratorMakes()
    {
        var made = RequirementsPage.Write(_parts, ProofScanner.ScanTests(_parts).Found);
        var path = Repository.PathOf(RequirementsPage.Path);
        if (Environment.GetEnvironmentVariable("ATELIER_WRITE_DOCS") == "1")
            File.WriteAllText(path, made);

        var committed = File.Exists(path) ? File.ReadAllText(path) : "";

        Assert.True(
            made == committed,
            $"{RequirementsPage.Path} is out of date: run this test with ATELIER_WRITE_DOCS=1 and commit the page."
        );
    }

    [Fact]
    public void Marks_OfAllTests_NameKnownRequirementsAndStandOnTests() =>
        Assert.Empty(ProofScanner.ScanTests(_parts).Mistakes);

    [Theory]
    [InlineData("A", 48)]
    [InlineData("B", 81)]
    [InlineData("C", 83)]
    public void List_OfAPart_HasEveryIdOnceInOrder(string letter, int count)
    {
        var ids = _parts.Single(part => part.Letter == letter).Requirements.Select(requirement => requirement.Id);

        Assert.Equal(Enumerable.Range(1, count).Select(number => $"{letter}-{number:00}"), ids);
    }

    [Fact]
    public void List_OfAllTitles_HasThreeToEightWordsEach() =>
        Assert.All(
            _parts.SelectMany(part => part.Requirements),
            requirement => Assert.InRange(requirement.Title.Split(' ').Length, 3, 8)
        );

    [Fact]
    public void Write_OneOfTwoProved_TicksAndCountsIt()
    {
        var parts = RequirementList.Read("# A Models\n## A1 Registry\nA-01 First thing\nA-02 Second thing\n");

        var page = RequirementsPage.Write(parts, [new Proof("A-02", "tests/X/Y.cs", "Y.Does_This_Well")]);

        Assert.Contains("| A. Models | 1 | 2 |\n| all | 1 | 2 |\n", page, StringComparison.Ordinal);
        Assert.EndsWith(
            "## A. Models\n\n### A1 Registry\n\n- [ ] **A-01** First thing\n- [x] **A-02** Second thing\n"
                + "  - [Y.Does_This_Well](../tests/X/Y.cs)\n",
            page,
            StringComparison.Ordinal
        );
    }
}
