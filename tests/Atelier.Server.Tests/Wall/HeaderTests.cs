using Atelier.Data.Blobs.Buckets;
using Atelier.Server.Headers;
using Atelier.Server.Setup;
using Atelier.Server.Tests.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Atelier.Server.Tests.Wall;

public sealed class HeaderTests(WalledServer walled) : IClassFixture<WalledServer>
{
    private readonly TestServer _server = walled.Server;

    public static TheoryData<string, string, int> Answers =>
        new()
        {
            { "GET", "/healthz", 200 },
            { "GET", "/readyz", 200 },
            { "GET", "/", 302 },
            { "GET", "/docs", 401 },
            { "GET", "/docs/docs.css", 200 },
            { "GET", "/openapi/v1.json", 401 },
            { "GET", "/nowhere", 404 },
            { "PUT", "/v1/generations", 405 },
            { "POST", "/v1/generations", 401 },
            { "POST", "/v1/images/generations", 401 },
            { "GET", "/admin/api/ledger/check", 401 },
            { "GET", "/metrics", 401 },
            { "POST", "/v1/session", 415 },
            { "OPTIONS", "/v1/generations", 405 },
        };

    [Theory]
    [MemberData(nameof(Answers))]
    [Trait("Requirement", "B-66")]
    public async Task Answer_OfEveryKind_HasAllHeaders(string method, string path, int status)
    {
        var caller = _server.Nobody();

        var answer = path == "/readyz" ? await caller.ReadyAsync() : await caller.SendAsync(new(method), path, null);

        Assert.Equal(status, answer.Status);
        HasAll(answer);
        Assert.Null(answer.Header("Strict-Transport-Security"));
    }

    [Fact]
    [Trait("Requirement", "B-66")]
    public async Task Answer_Policy_AllowsOurOwnAndNothingInline()
    {
        var policy = (await _server.Nobody().GetAsync("/healthz")).Header("Content-Security-Policy")!.Split("; ");

        Assert.Contains("default-src 'self'", policy);
        Assert.Contains("img-src 'self' data: blob:", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("style-src 'self'", policy);
        Assert.Contains("connect-src 'self'", policy);
        Assert.Contains("object-src 'none'", policy);
        Assert.Contains("base-uri 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain(policy, part => part.Contains("unsafe", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answer_PublicAddressElsewhere_IsWherePicturesMayComeFrom()
    {
        await using var server = new TestServer
        {
            Adjust = settings => settings with { PublicUrl = new Uri("https://pictures.example.com/atelier/") },
        };
        await server.InitializeAsync();

        var answer = await server.Nobody().GetAsync("/healthz");

        Assert.Contains(
            "img-src 'self' data: blob: https://pictures.example.com;",
            answer.Header("Content-Security-Policy"),
            StringComparison.Ordinal
        );
        Assert.StartsWith("max-age=", answer.Header("Strict-Transport-Security"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://cdn.example.com/pics", false, "https://cdn.example.com")]
    [InlineData("https://cdn.example.com:8443", true, "https://cdn.example.com:8443 http://127.0.0.1:9000")]
    [InlineData(null, true, "http://127.0.0.1:9000")]
    [InlineData("http://127.0.0.1:9000/studio", true, "http://127.0.0.1:9000")]
    [InlineData(null, false, null)]
    [Trait("Requirement", "B-66")]
    [Trait("Requirement", "C-59")]
    public void Add_NetworkOrBucketBeforePictures_IsWherePicturesMayComeFrom(string? network, bool sentOn, string? from)
    {
        var settings = ServerSettings.Read(new ConfigurationBuilder().Build()) with
        {
            CdnUrl = network is null ? null : new Uri(network),
            Bucket = new Bucket(new Uri("http://127.0.0.1:9000"), "auto", "studio", "id", "secret")
            {
                PresignedReads = sentOn,
            },
        };
        var context = new DefaultHttpContext();

        new AnswerHeaders(settings, new PublicOrigin(settings), new CrossOrigin(settings)).Add(context);

        Assert.Contains(
            $"img-src {string.Join(' ', new[] { "'self' data: blob:", from }.OfType<string>())};",
            context.Response.Headers.ContentSecurityPolicy.ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/healthz", 200)]
    [InlineData("/nowhere", 404)]
    [Trait("Requirement", "B-66")]
    public async Task Answer_ByTls_SaysOnlyTls(string path, int status)
    {
        var answer = await _server.Nobody().GetAsync(path, ("X-Forwarded-Proto", "https"));

        Assert.Equal(status, answer.Status);
        Assert.Equal("max-age=31536000", answer.Header("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Answer_Picture_IsInASandboxAndMayBeShownElsewhere()
    {
        var caller = await _server.AddCallerAsync();
        var url = (await caller.GenerateAsync(Bodies.Small())).At("images")[0].GetProperty("url").GetString()!;

        var byAddress = await _server.Nobody().GetAsync(url);
        var byKey = await caller.GetAsync(url.Split('?')[0]);

        Assert.Equal((200, 200), (byAddress.Status, byKey.Status));
        Assert.Equal("default-src 'none'; sandbox", byAddress.Header("Content-Security-Policy"));
        Assert.Equal("cross-origin", byAddress.Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("same-origin", byKey.Header("Cross-Origin-Resource-Policy"));
        HasAll(byAddress);
    }

    [Fact]
    public async Task Answer_BrokenInside_HasAllHeadersAndNoDetails()
    {
        var caller = await _server.AddCallerAsync();
        await _server.House.ExecuteAsync("ALTER TABLE generations RENAME COLUMN stage TO elsewhere");

        var answer = await caller.GetAsync("/v1/generations");

        await _server.House.ExecuteAsync("ALTER TABLE generations RENAME COLUMN elsewhere TO stage");
        Assert.Equal(500, answer.Status);
        HasAll(answer);
        Refusal.HidesOurselves(answer);
    }

    private static void HasAll(Answer answer)
    {
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", answer.Header("X-Frame-Options"));
        Assert.Equal("strict-origin-when-cross-origin", answer.Header("Referrer-Policy"));
        Assert.Equal("0", answer.Header("X-XSS-Protection"));
        Assert.NotNull(answer.Header("Content-Security-Policy"));
        Assert.Contains("camera=()", answer.Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal("same-origin", answer.Header("Cross-Origin-Opener-Policy"));
        Assert.NotNull(answer.Header("Cross-Origin-Resource-Policy"));
        Assert.Null(answer.Header("Server"));
        Assert.Null(answer.Header("X-Powered-By"));
    }
}
