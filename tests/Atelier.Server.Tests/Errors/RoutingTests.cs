using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Errors;

/// <summary>What is refused before any door is reached.</summary>
public sealed class RoutingTests(TestServer server) : IClassFixture<TestServer>
{
    private const string AnId = "01931c00-0000-7000-8000-000000000000";

    [Theory]
    [InlineData("GET", "/v1/images/generations", "POST")]
    [InlineData("PUT", "/v1/images/generations", "POST")]
    [InlineData("POST", "/v1/models", "GET")]
    [InlineData("DELETE", "/v1/models/local-painter", "GET")]
    [InlineData("PUT", "/v1/generations", "GET, POST")]
    [InlineData("PATCH", "/v1/generations/" + AnId, "DELETE, GET")]
    [InlineData("POST", "/v1/generations/" + AnId + "/events", "GET")]
    [InlineData("POST", "/v1/images/" + AnId + "/original", "GET, HEAD")]
    [InlineData("GET", "/v1/session", "DELETE, POST")]
    [InlineData("GET", "/admin/api/sign-in-codes", "POST")]
    [InlineData("DELETE", "/admin/api/ledger/check", "GET")]
    [InlineData("POST", "/healthz", "GET")]
    [InlineData("POST", "/metrics", "GET")]
    public async Task Door_WrongMethod_Is405WithAllow(string method, string path, string allow)
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.SendAsync(new HttpMethod(method), path, null);

        Refusal.IsOf(path, answer, 405, "method_not_allowed");
        Assert.Equal(allow.Split(", "), answer.Header("Allow")!.Split(", ").Order());
    }

    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/images")]
    [InlineData("/v1/images/x/original")]
    [InlineData("/v1/generationss")]
    [InlineData("/admin/api")]
    [InlineData("/appsettings.json")]
    [InlineData("/secret")]
    [InlineData("/owner.key")]
    [InlineData("/..%2fowner.key")]
    [InlineData("/.git/config")]
    public async Task Path_Unknown_Is404InTheDoorsShape(string path)
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.GetAsync(path);

        Refusal.IsOf(path, answer, 404, "not_found");
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example:80")]
    [InlineData("169.254.169.254")]
    [InlineData("xn--lcalhost-54a")]
    public async Task Host_NotOurs_Is403Everywhere(string host)
    {
        var caller = await server.AddCallerAsync();
        var before = await HouseState.ReadAsync(server.House);
        foreach (var path in new[] { "/v1/models", "/v1/generations", "/healthz", "/openapi/v1.json", "/", "/metrics" })
        {
            var answer = await caller.GetAsync(path, ("Host", host));

            Refusal.IsOf(path, answer, 403, "forbidden");
            Assert.Contains("ATELIER_ALLOWED_HOSTS", answer.Text, StringComparison.Ordinal);
        }

        var post = await caller.PostAsync("/v1/generations", Bodies.Small(), ("Host", host));
        Refusal.IsProblem(post, 403, "forbidden");
        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:5080")]
    [InlineData("127.0.0.1:1")]
    [InlineData("[::1]:5080")]
    public async Task Host_Ours_Opens(string host) =>
        Assert.Equal(200, (await server.Nobody().GetAsync("/healthz", ("Host", host))).Status);
}
