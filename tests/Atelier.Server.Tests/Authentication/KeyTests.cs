using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Authentication;

public sealed class KeyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string AnId = "01931c00-0000-7000-8000-000000000000";

    public static TheoryData<string, string> GuardedDoors =>
        new()
        {
            { "POST", "/v1/images/generations" },
            { "GET", "/v1/models" },
            { "GET", "/v1/models/local-painter" },
            { "POST", "/v1/generations" },
            { "GET", "/v1/generations" },
            { "GET", $"/v1/generations/{AnId}" },
            { "DELETE", $"/v1/generations/{AnId}" },
            { "GET", $"/v1/generations/{AnId}/events" },
            { "GET", $"/v1/images/{AnId}/original" },
            { "GET", "/admin/api/ledger/check" },
            { "POST", "/admin/api/sign-in-codes" },
            { "GET", "/metrics" },
        };

    [Theory]
    [MemberData(nameof(GuardedDoors))]
    public async Task GuardedDoor_WithoutARightKey_Is401(string method, string path)
    {
        var caller = await server.AddCallerAsync();
        (string Name, string Value)[] wrong =
        [
            ("X-None", "1"),
            ("Authorization", "Bearer"),
            ("Authorization", "Bearer "),
            ("Authorization", "Bearer atl_0000000000000000000000000000000000000000000"),
            ("Authorization", $"Bearer {caller.Key}x"),
            ("Authorization", $"Bearer {caller.Key[..^1]}"),
            ("Authorization", $"Basic {caller.Key}"),
            ("Authorization", caller.Key),
            ("Authorization", $"Bearer Bearer {caller.Key}"),
            ("X-API-Key", caller.Key),
            ("Cookie", "atelier_session=x"),
            ("Cookie", $"atelier_session={caller.Key}"),
        ];
        var before = await HouseState.ReadAsync(server.House);
        foreach (var header in wrong)
        {
            var content = method == "POST" ? new StringContent(Bodies.Small(), null, "application/json") : null;

            var answer = await server.Nobody().SendAsync(new HttpMethod(method), path, content, header);

            Refusal.IsOf(path, answer, 401, "unauthorized");
            Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
        }

        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }

    [Fact]
    public async Task GuardedDoor_RevokedOrExpiredKey_Is401()
    {
        foreach (var change in new[] { "revoked_at = atelier.now()", "expires_at = atelier.now()" })
        {
            var caller = await server.AddCallerAsync();
            Assert.Equal(200, (await caller.GetAsync("/v1/models")).Status);
            await server.House.ExecuteAsync($"UPDATE api_keys SET {change} WHERE account_id = @AccountId", caller);

            Refusal.IsOpenAi(await caller.GetAsync("/v1/models"), 401, "unauthorized");
        }
    }

    [Theory]
    [InlineData("GET", "/admin/api/ledger/check", "generate")]
    [InlineData("POST", "/admin/api/sign-in-codes", "generate")]
    [InlineData("GET", "/metrics", "generate")]
    [InlineData("POST", "/v1/images/generations", "admin")]
    [InlineData("POST", "/v1/generations", "admin")]
    [InlineData("GET", "/v1/generations", "admin")]
    [InlineData("GET", "/v1/models", "admin")]
    public async Task GuardedDoor_KeyWithoutTheScope_Is403(string method, string path, string scope)
    {
        var caller = await server.AddCallerAsync(scopes: [scope]);
        var before = await HouseState.ReadAsync(server.House);
        var content = method == "POST" ? new StringContent(Bodies.Small(), null, "application/json") : null;

        var answer = await caller.SendAsync(new HttpMethod(method), path, content);

        Refusal.IsOf(path, answer, 403, "forbidden");
        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task GuardedDoor_SchemeInAnyCase_Opens(string scheme)
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.GetAsync("/v1/models", ("Authorization", $"{scheme} {caller.Key}"));

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("/admin/api/ledger/check")]
    [InlineData("/metrics")]
    public async Task AdminDoor_OwnersKey_Opens(string path) =>
        Assert.Equal(200, (await server.Owner().GetAsync(path)).Status);

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/openapi/v1.json")]
    public async Task OpenDoor_WithoutKey_Opens(string path) =>
        Assert.Equal(200, (await server.Nobody().GetAsync(path)).Status);
}
