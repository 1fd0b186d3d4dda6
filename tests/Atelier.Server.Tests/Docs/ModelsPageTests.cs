using Atelier.Engine.Catalogue;

namespace Atelier.Server.Tests.Docs;

public sealed class ModelsPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "A-16")]
    public async Task ModelsMarkdown_ShippedCatalogue_IsUpToDate()
    {
        var path = RepositoryFile.PathOf("docs/models.md");
        var written = ModelsMarkdown.Write(new CatalogueFolder(RepositoryFile.PathOf("catalog")).Read());
        if (Environment.GetEnvironmentVariable("ATELIER_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(path, written, Cancel);
        }

        var page = await File.ReadAllTextAsync(path, Cancel);

        Assert.True(page == written, "docs/models.md is out of date: run this test with ATELIER_WRITE_DOCS=1.");
        Assert.Equal(7, Rows(page, "## Compared"));
    }

    private static int Rows(string page, string heading)
    {
        var lines = page.Split('\n');
        return lines.Skip(Array.IndexOf(lines, heading) + 4).TakeWhile(line => line.StartsWith('|')).Count();
    }
}
