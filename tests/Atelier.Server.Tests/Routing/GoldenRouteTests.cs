using Atelier.Core.Catalogue;
using Atelier.Engine.Catalogue;
using Atelier.Server.Tests.Docs;

namespace Atelier.Server.Tests.Routing;

/// <summary>
/// The routes of every row of the tiers' tables, every visual style, the photo door, every alias and every retiring model, with
/// all providers switched on and as far as a chain goes, as files. <c>ATELIER_WRITE_DOCS=1</c> writes them anew.
/// </summary>
public sealed class GoldenRouteTests
{
    private const string Folder = "tests/Atelier.Server.Tests/Routing/golden";

    private static readonly CatalogueSnapshot Catalogue = new CatalogueFolder(RepositoryFile.PathOf("catalog")).Read();

    private static readonly IReadOnlyList<GoldenCase> Cases = GoldenCase.All(Catalogue);

    private static bool Writes => Environment.GetEnvironmentVariable("ATELIER_WRITE_DOCS") == "1";

    public static TheoryData<string> Names() => [.. Cases.Select(asked => asked.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Requirement", "B-32")]
    [Trait("Requirement", "C-81")]
    public async Task Route_OfEveryCase_IsAsWrittenDown(string name)
    {
        var cancel = TestContext.Current.CancellationToken;
        var written = GoldenRoute.Write(Cases.Single(asked => asked.Name == name), Catalogue);
        var path = PathOf(name);
        if (Writes)
        {
            await File.WriteAllTextAsync(path, written, cancel);
        }

        Assert.True(File.Exists(path), $"{path} is missing: run this test with ATELIER_WRITE_DOCS=1.");
        var golden = await File.ReadAllTextAsync(path, cancel);
        Assert.True(
            golden == written,
            $"{name} goes elsewhere now; with ATELIER_WRITE_DOCS=1 git shows how:\n{written}"
        );
    }

    [Fact]
    public void Files_OfTheFolder_AreThoseOfCases()
    {
        var names = Cases.Select(asked => asked.Name).ToList();
        var files = Directory
            .EnumerateFiles(RepositoryFile.PathOf(Folder), "*.json")
            .Select(Path.GetFileNameWithoutExtension)
            .OfType<string>();
        foreach (var left in files.Except(names).Where(_ => Writes))
        {
            File.Delete(PathOf(left));
        }

        Assert.NotEmpty(names);
        Assert.Distinct(names);
        Assert.Empty(
            Directory
                .EnumerateFiles(RepositoryFile.PathOf(Folder), "*.json")
                .Select(Path.GetFileNameWithoutExtension)
                .OfType<string>()
                .Except(names)
        );
    }

    private static string PathOf(string name) => Path.Combine(RepositoryFile.PathOf(Folder), $"{name}.json");
}
