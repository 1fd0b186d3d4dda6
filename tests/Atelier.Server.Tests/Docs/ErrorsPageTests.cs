using System.Text.RegularExpressions;
using Atelier.Core.Errors;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Docs;

public sealed partial class ErrorsPageTests(TestServer server) : IClassFixture<TestServer>
{
    private static IEnumerable<string> Wires => Enum.GetValues<ErrorCode>().Select(code => ErrorFacts.Of(code).Wire);

    [Fact]
    public async Task ErrorsMarkdown_AllCodes_IsUpToDate()
    {
        var path = RepositoryFile.PathOf("docs/errors.md");
        var written = ErrorsMarkdown.Write();
        if (Environment.GetEnvironmentVariable("ATELIER_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(path, written, TestContext.Current.CancellationToken);
        }

        var page = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(Wires, MarkdownHeading().Matches(page).Select(match => match.Groups[1].Value));
        Assert.True(page == written, "docs/errors.md is out of date: run this test with ATELIER_WRITE_DOCS=1.");
    }

    [Fact]
    public async Task ErrorsPage_AllCodes_HasAnAnchorForEach()
    {
        var page = await server.Nobody().GetAsync("/docs/errors");

        Assert.Equal(200, page.Status);
        Assert.Equal(Wires, Anchor().Matches(page.Text).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public async Task ProblemType_OfAnAnswer_LeadsToItsDescription()
    {
        var problem = await server.Nobody().GetAsync("/v1/generations");

        var parts = problem.TextAt("type")!.Split('#');
        var page = await server.Nobody().GetAsync(parts[0]);
        Assert.Equal(200, page.Status);
        Assert.Contains($"id=\"{parts[1]}\"", page.Text, StringComparison.Ordinal);
        Assert.Equal("unauthorized", parts[1]);
    }

    [GeneratedRegex("^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex MarkdownHeading();

    [GeneratedRegex("<section id=\"([^\"]+)\"")]
    private static partial Regex Anchor();
}
