using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Wall;

public sealed class CrossOriginTests(WalledServer walled) : IClassFixture<WalledServer>
{
    private readonly TestServer _server = walled.Server;

    [Theory]
    [InlineData("/v1/models", 200)]
    [InlineData("/v1/generations/nothing", 404)]
    [Trait("Requirement", "B-67")]
    public async Task Get_FromAnOriginOnTheList_MayBeRead(string path, int status)
    {
        var caller = await _server.AddCallerAsync();

        var answer = await caller.GetAsync(path, ("Origin", WalledServer.Friend));

        Assert.Equal(status, answer.Status);
        Assert.Equal(WalledServer.Friend, answer.Header("Access-Control-Allow-Origin"));
        Assert.Contains("Retry-After", answer.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
        Assert.Equal("Origin", answer.Header("Vary"));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com:8443")]
    [InlineData("https://app.example.com.evil.example")]
    [InlineData("https://evil.app.example.com")]
    [InlineData("null")]
    [InlineData("*")]
    [InlineData("https://app.example.com, https://evil.example")]
    [Trait("Requirement", "B-67")]
    public async Task Get_FromAnotherOrigin_MayNotBeRead(string origin)
    {
        var caller = await _server.AddCallerAsync();

        var answer = await caller.GetAsync("/v1/models", ("Origin", origin));
        var preflight = await PreflightAsync(_server, origin);

        Assert.Equal(200, answer.Status);
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("Origin", answer.Header("Vary"));
        Assert.Equal(405, preflight.Status);
        Assert.Null(preflight.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Preflight_FromAnOriginOnTheList_IsAnsweredWithoutKey()
    {
        var answer = await PreflightAsync(_server, WalledServer.Friend);

        Assert.Equal(204, answer.Status);
        Assert.Equal(WalledServer.Friend, answer.Header("Access-Control-Allow-Origin"));
        Assert.Contains("POST", answer.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains("Authorization", answer.Header("Access-Control-Allow-Headers"), StringComparison.Ordinal);
        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
        Assert.Equal("Origin", answer.Header("Vary"));
    }

    [Fact]
    [Trait("Requirement", "B-67")]
    public async Task Answer_WithoutAList_SaysNothingToOtherOrigins()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();

        var answer = await server.Nobody().GetAsync("/healthz", ("Origin", WalledServer.Friend));
        var preflight = await PreflightAsync(server, WalledServer.Friend);

        Assert.Equal((200, 405), (answer.Status, preflight.Status));
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
        Assert.Null(answer.Header("Vary"));
        Assert.Null(preflight.Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("Origin", WalledServer.Friend)]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Upgrade", "websocket")]
    [Trait("Requirement", "B-67")]
    public async Task Cookie_FromElsewhere_OpensNothing(string name, string value)
    {
        var cookie = await CookieAsync();
        Assert.Equal(200, (await _server.Nobody().GetAsync("/v1/generations", ("Cookie", cookie))).Status);

        var read = await _server.Nobody().GetAsync("/v1/generations", ("Cookie", cookie), (name, value));

        Assert.Equal(401, read.Status);
        Assert.Null(read.Header("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Cookie_ByTls_IsMarkedSecure()
    {
        var code = (await _server.Owner().PostAsync("/admin/api/sign-in-codes", "{}")).TextAt("code");

        var answer = await _server
            .Nobody()
            .PostAsync("/v1/session", $$"""{"code": "{{code}}"}""", ("X-Forwarded-Proto", "https"));

        Assert.Contains("secure", answer.Header("Set-Cookie")!.Split("; "));
    }

    private async Task<string> CookieAsync()
    {
        var code = (await _server.Owner().PostAsync("/admin/api/sign-in-codes", "{}")).TextAt("code");
        var answer = await _server.Nobody().PostAsync("/v1/session", $$"""{"code": "{{code}}"}""");
        return answer.Header("Set-Cookie")!.Split(';')[0];
    }

    private static Task<Answer> PreflightAsync(TestServer server, string origin) =>
        server
            .Nobody()
            .SendAsync(
                HttpMethod.Options,
                "/v1/generations",
                content: null,
                ("Origin", origin),
                ("Access-Control-Request-Method", "POST"),
                ("Access-Control-Request-Headers", "authorization,content-type")
            );
}
