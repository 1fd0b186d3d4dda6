namespace Atelier.House.Tests.Requirements;

public sealed class ProofScannerTests
{
    private const string File = "tests/X/YTests.cs";

    [Fact]
    public void Scan_MethodWithTwoTraits_ProvesBoth()
    {
        var proofs = Scan(
            "public sealed class YTests",
            "    [Fact]",
            Mark("A-01"),
            Mark("B-02"),
            "    public async Task Do_This_Works()",
            "    [Fact]",
            "    public void Do_That_Works()"
        );

        Assert.Equal(
            [new Proof("A-01", File, "YTests.Do_This_Works"), new Proof("B-02", File, "YTests.Do_This_Works")],
            proofs.Found
        );
        Assert.Empty(proofs.Mistakes);
    }

    [Fact]
    public void Scan_TraitBesideTheFactOrOnTheClass_Proves()
    {
        var proofs = Scan(
            Mark("C-03"),
            "public abstract partial class YTests",
            "    [Theory, " + Mark("C-04").Trim()[1..],
            "    public void Do_This_Works<T>(int a)"
        );

        Assert.Equal(
            [new Proof("C-03", File, "YTests"), new Proof("C-04", File, "YTests.Do_This_Works")],
            proofs.Found
        );
    }

    [Fact]
    public void Scan_TestThatNeverRuns_ProvesNothing()
    {
        var proofs = Scan(
            "public class YTests",
            "[Fact(Skip = \"later\")]",
            Mark("A-01"),
            "public void Do_This_Works()"
        );

        Assert.Empty(proofs.Found);
    }

    [Fact]
    public void Scan_TestThatRunsWhereItCan_Proves()
    {
        var fact = "[Fact(Skip = \"no tool\", SkipUnless = nameof(HasTool))]";

        var proofs = Scan("public class YTests", fact, Mark("A-01"), "public void Do_This_Works()");

        Assert.Single(proofs.Found);
    }

    [Fact]
    public void Scan_TraitOnAHelperOrInAComment_ProvesNothing()
    {
        var proofs = Scan(
            "public class YTests",
            Mark("A-01"),
            "private void Help()",
            "//" + Mark("A-02"),
            "[Fact]",
            "public void B()"
        );

        Assert.Empty(proofs.Found);
        Assert.Equal([$"{File}: YTests.Help bears A-01 but is no test."], proofs.Mistakes);
    }

    [Fact]
    public void Unknown_IdOutsideTheList_IsAMistake()
    {
        var parts = RequirementList.Read("# A Models\n## A1 Registry\nA-01 First thing\n");
        var proofs = Scan("public class YTests", "[Fact]", Mark("A-01"), Mark("A-99"), "public void Do_This_Works()");

        var mistake = Assert.Single(ProofScanner.Unknown(proofs.Found, parts));

        Assert.Contains("A-99", mistake, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("// Requirement: B-72", "test('polls and stops', async () => {", "polls and stops")]
    [InlineData("  # Requirement: B-72", "  def test_polls(self):", "test_polls")]
    [InlineData("# Requirement: B-72", "polls_and_stops() {", "polls_and_stops")]
    [InlineData("# Requirement: B-72", "set -e", "run")]
    public void Scan_CommentInAnotherLanguage_NamesTheTestBelow(string comment, string line, string test)
    {
        var proofs = CommentScanner.Scan("tests/X.Suite/run", $"{comment}\n{line}\n");

        Assert.Equal([new Proof("B-72", "tests/X.Suite/run", test)], proofs.Found);
    }

    [Fact]
    public void Scan_CommentWithSeveralIds_ProvesEach()
    {
        var proofs = CommentScanner.Scan("tests/X.Suite/run", "# Requirement: B-72, B-73\n");

        Assert.Equal(["B-72", "B-73"], proofs.Found.Select(proof => proof.Id));
    }

    private static Proofs Scan(params string[] lines) => CSharpScanner.Scan(File, string.Join('\n', lines));

    private static string Mark(string id) => $"    [Trait(\"Requirement\", \"{id}\")]";
}
