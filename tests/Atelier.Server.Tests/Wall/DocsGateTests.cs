using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Wall;

/// <summary>What strangers see of a server that others than its machine can reach.</summary>
public sealed class DocsGateTests(WalledServer walled) : IClassFixture<WalledServer>
{
    private readonly TestServer _server = walled.Server;

    public static TheoryData<string> Pages =>
        [
            "/docs",
            "/DOCS",
            "/docs/",
            "/docs/index.html",
            "//docs/index.html",
            "/docs/errors",
            "/docs/docs.js",
            "/docs/reference.js",
            "/docs/sign-in.html",
            "/docs/ui/swagger-ui.css",
            "/docs/ui/swagger-ui-bundle.js",
            "/openapi/v1.json",
            "/OpenAPI/v1.json",
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_ForStrangers_IsClosed(string path)
    {
        var raw = await RawClient.AskAsync(
            _server,
            $"GET {path} HTTP/1.1\r\nHost: {WalledServer.Name}\r\nConnection: close\r\n\r\n"
        );

        Assert.Equal((path, 401), (path, RawClient.StatusOf(raw)));
        Assert.DoesNotContain("CreateGeneration", raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/errors")]
    public async Task Page_ForStrangersBrowsers_IsOneToSignInWith(string path)
    {
        var answer = await _server.Nobody().GetAsync(path, ("Accept", "text/html,*/*"));

        Assert.Equal(401, answer.Status);
        Assert.StartsWith("text/html", answer.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Contains("/docs/sign-in.js", answer.Text, StringComparison.Ordinal);
        foreach (var file in new[] { "sign-in.js", "answers.js", "docs.css", "icon.svg" })
        {
            Assert.Equal((file, 200), (file, (await _server.Nobody().GetAsync($"/docs/{file}")).Status));
        }
    }

    [Fact]
    public async Task Page_WithKeyOrSession_IsOpen()
    {
        var caller = await _server.AddCallerAsync();
        var code = (await _server.Owner().PostAsync("/admin/api/sign-in-codes", "{}")).TextAt("code");
        var signedIn = await _server.Nobody().PostAsync("/v1/session", $$"""{"code": "{{code}}"}""");
        var cookie = signedIn.Header("Set-Cookie")!.Split(';')[0];

        Assert.Equal(200, (await caller.GetAsync("/openapi/v1.json")).Status);
        foreach (var path in new[] { "/docs", "/docs/errors", "/openapi/v1.json" })
        {
            Assert.Equal((path, 200), (path, (await _server.Nobody().GetAsync(path, ("Cookie", cookie))).Status));
        }
    }

    [Fact]
    public async Task Page_WhereTheSettingOpensIt_IsOpen()
    {
        await using var server = new TestServer
        {
            Adjust = settings =>
                settings with
                {
                    PublicDocs = true,
                    AllowedHosts = [.. settings.AllowedHosts, WalledServer.Name],
                },
        };
        await server.InitializeAsync();

        Assert.Equal(200, (await server.Nobody().GetAsync("/openapi/v1.json")).Status);
    }

    [Fact]
    public async Task Readyz_ForStrangers_HasNoParts()
    {
        var stranger = await _server.Nobody().ReadyAsync();
        var known = await _server.Owner().ReadyAsync();

        Assert.Equal("""{"status":"ready"}""", stranger.Text.Trim());
        Assert.Equal("ok", known.TextAt("database"));
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/admin/api/ledger/check")]
    [InlineData("/admin/api/budget")]
    [InlineData("/admin/api/providers")]
    public async Task AdminDoor_ForStrangersAndPlainKeys_IsClosed(string path)
    {
        var caller = await _server.AddCallerAsync();

        Assert.Equal(401, (await _server.Nobody().GetAsync(path)).Status);
        Assert.Equal(403, (await caller.GetAsync(path)).Status);
    }
}
