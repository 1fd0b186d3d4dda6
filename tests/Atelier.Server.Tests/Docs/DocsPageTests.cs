using System.Text.RegularExpressions;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Docs;

public sealed partial class DocsPageTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Root_InABrowser_LeadsToTheDocs()
    {
        var answer = await server.Nobody().GetAsync("/");

        Assert.Equal(302, answer.Status);
        Assert.Equal("/docs", answer.Header("Location"));
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/errors")]
    public async Task Page_UnderOurPolicy_HasNothingInline(string path)
    {
        var page = await server.Nobody().GetAsync(path);

        Assert.Equal("text/html; charset=utf-8", page.Header("Content-Type"));
        Assert.Contains(
            "script-src 'self'; style-src 'self'",
            page.Header("Content-Security-Policy")!,
            StringComparison.Ordinal
        );
        Assert.DoesNotMatch(InlineScript(), page.Text);
        Assert.DoesNotMatch(InlineStyle(), page.Text);
        Assert.DoesNotMatch(EventHandler(), page.Text);
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/errors")]
    public async Task Page_EveryReference_IsOursAndThere(string path)
    {
        var page = await server.Nobody().GetAsync(path);

        var references = Reference().Matches(page.Text).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(references);
        foreach (var reference in references)
        {
            Assert.StartsWith("/", reference, StringComparison.Ordinal);
            Assert.False(reference.StartsWith("//", StringComparison.Ordinal), reference);
            Assert.Equal((200, reference), ((await server.Nobody().GetAsync(reference)).Status, reference));
        }
    }

    [Theory]
    [InlineData("/docs/ui/index.html")]
    [InlineData("/docs/ui/index.js")]
    [InlineData("/docs/ui/oauth2-redirect.html")]
    public async Task SwaggerUi_FilesWeDoNotUse_AreNotServed(string path) =>
        Assert.Equal(404, (await server.Nobody().GetAsync(path)).Status);

    [GeneratedRegex("<script(?![^>]*\\ssrc=)[^>]*>|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();

    [GeneratedRegex("<style|\\sstyle\\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex InlineStyle();

    [GeneratedRegex("<[^>]*\\son[a-z]+\\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex EventHandler();

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Reference();
}
