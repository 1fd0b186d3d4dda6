using Atelier.Engine.Accounts;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Accounts;

public sealed class KeyDoorTests(TestServer server) : IClassFixture<TestServer>
{
    private TestCaller Owner => server.Owner();

    [Fact]
    public async Task Create_Key_ShowsItsSecretOnce()
    {
        var id = await People.AddAsync(server);

        var made = await People.AddKeyAsync(server, id, "\"read\", \"generate\", \"read\"");
        var list = await Owner.GetAsync($"{People.Accounts}/{id}/keys");

        Assert.Equal("no-store", made.Header("Cache-Control"));
        Assert.StartsWith("atl_", made.TextAt("key"), StringComparison.Ordinal);
        var key = Assert.Single(list.At("data").EnumerateArray());
        Assert.Equal(
            ["generate", "read"],
            key.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()!)
        );
        Assert.Equal(made.TextAt("key")![^4..], key.GetProperty("hint").GetString());
        Assert.DoesNotContain(made.TextAt("key")!, list.Text, StringComparison.Ordinal);
        Assert.False(key.TryGetProperty("key", out _));
        Assert.False(key.TryGetProperty("hash", out _));
    }

    [Theory]
    [InlineData("{\"scopes\": [\"read\"]}", "name")]
    [InlineData("{\"name\": \"LONG\", \"scopes\": [\"read\"]}", "name")]
    [InlineData("{\"name\": \"x\"}", "scopes")]
    [InlineData("{\"name\": \"x\", \"scopes\": []}", "scopes")]
    [InlineData("{\"name\": \"x\", \"scopes\": \"read\"}", "scopes")]
    [InlineData("{\"name\": \"x\", \"scopes\": [\"read\", \"root\"]}", "scopes")]
    [InlineData("{\"name\": \"x\", \"scopes\": [\"Read\"]}", "scopes")]
    [InlineData("{\"name\": \"x\", \"scopes\": [\"read\", null]}", "scopes")]
    [InlineData("{\"name\": \"x\", \"scopes\": [\"read\"], \"expires_in_seconds\": 59}", "expires_in_seconds")]
    [InlineData("{\"name\": \"x\", \"scopes\": [\"read\"], \"expires_in_seconds\": -1}", "expires_in_seconds")]
    [InlineData("{\"name\": \"x\", \"scopes\": [\"read\"], \"expires_in_seconds\": 9e18}", "expires_in_seconds")]
    [InlineData("{\"name\": \"x\", \"scopes\": [\"read\"], \"expires_at\": \"2020-01-01T00:00:00Z\"}", "expires_at")]
    [InlineData("{\"name\": \"x\", \"scopes\": [\"read\"], \"expires_at\": \"tomorrow\"}", "expires_at")]
    [InlineData(
        "{\"name\": \"x\", \"scopes\": [\"read\"], \"expires_at\": \"9999-12-31T23:59:59-14:00\"}",
        "expires_at"
    )]
    [InlineData(
        "{\"name\": \"x\", \"scopes\": [\"read\"], \"expires_in_seconds\": 60, \"expires_at\": \"2100-01-01T00:00:00Z\"}",
        "expires_at"
    )]
    [InlineData("{\"name\": \"x\", \"scopes\": [\"read\"], \"key\": \"mine\"}", "key")]
    public async Task Create_BadField_Is400AndWritesNothing(string body, string field)
    {
        var id = await People.AddAsync(server);
        var before = await HouseState.ReadAsync(server.House);

        var answer = await Owner.PostAsync(
            $"{People.Accounts}/{id}/keys",
            body.Replace("LONG", new string('x', 101), StringComparison.Ordinal)
        );

        Refusal.IsProblem(answer, 400, "invalid_request", field);
        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }

    [Fact]
    public async Task Doors_OfNobody_Are404()
    {
        var nobody = Guid.CreateVersion7();

        Refusal.IsProblem(
            await Owner.PostAsync($"{People.Accounts}/{nobody}/keys", """{"name": "x", "scopes": ["read"]}"""),
            404,
            "not_found"
        );
        Refusal.IsProblem(await Owner.GetAsync($"{People.Accounts}/{nobody}/keys"), 404, "not_found");
        Refusal.IsProblem(await Owner.PostAsync($"/admin/api/keys/{nobody}/rotate", "{}"), 404, "not_found");
        Refusal.IsProblem(await Owner.DeleteAsync($"/admin/api/keys/{nobody}"), 404, "not_found");
    }

    [Theory]
    [InlineData("{\"overlap_seconds\": -1}")]
    [InlineData("{\"overlap_seconds\": 2592001}")]
    [InlineData("{\"overlap_seconds\": \"1\"}")]
    [InlineData("{\"overlap_seconds\": 1.5}")]
    public async Task Rotate_BadOverlap_Is400(string body)
    {
        var key = await People.AddKeyAsync(server, await People.AddAsync(server));

        var answer = await Owner.PostAsync($"/admin/api/keys/{key.TextAt("id")}/rotate", body);

        Refusal.IsProblem(answer, 400, "invalid_request", "overlap_seconds");
    }

    [Fact]
    public async Task Rotate_ThenRevoke_OpensAndCloses()
    {
        var id = await People.AddAsync(server);
        var old = await People.AddKeyAsync(server, id, "\"read\"");
        var path = $"/admin/api/keys/{old.TextAt("id")}";

        var rotated = await Owner.PostAsync($"{path}/rotate", """{"overlap_seconds": 2592000}""");
        server.Logs.Forbid(rotated.TextAt("key")!);
        var both = new[] { old, rotated }.Select(key => People.Caller(server, id, key)).ToList();

        Assert.Equal(old.TextAt("id"), rotated.TextAt("id"));
        foreach (var caller in both)
        {
            Assert.Equal(200, (await caller.GetAsync("/v1/account")).Status);
        }

        Assert.Equal(204, (await Owner.DeleteAsync(path)).Status);
        foreach (var caller in both)
        {
            Refusal.IsProblem(await caller.GetAsync("/v1/account"), 401, "unauthorized");
        }

        Refusal.IsProblem(await Owner.PostAsync($"{path}/rotate", "{}"), 409, "conflict");
    }

    [Theory]
    [InlineData("read", "GET", "/v1/generations", 200)]
    [InlineData("read", "GET", "/v1/models", 200)]
    [InlineData("read", "GET", "/v1/account", 200)]
    [InlineData("read", "POST", "/v1/generations", 403)]
    [InlineData("read", "POST", "/v1/images/generations", 403)]
    [InlineData("read", "GET", "/admin/api/accounts", 403)]
    [InlineData("generate", "GET", "/v1/generations", 200)]
    [InlineData("generate", "GET", "/v1/account", 200)]
    [InlineData("webhooks", "GET", "/v1/generations", 403)]
    [InlineData("webhooks", "GET", "/v1/account", 403)]
    [InlineData("webhooks", "GET", "/v1/images/01931c00-0000-7000-8000-000000000000/original", 403)]
    [InlineData("admin", "GET", "/v1/account", 403)]
    [InlineData("admin", "GET", "/v1/images/01931c00-0000-7000-8000-000000000000/original", 403)]
    [InlineData("read", "GET", "/v1/images/01931c00-0000-7000-8000-000000000000/original", 404)]
    [InlineData("admin", "GET", "/admin/api/accounts", 200)]
    public async Task Door_KeyOfOneScope_OpensWhatItIsFor(string scope, string method, string path, int status)
    {
        var caller = await server.AddCallerAsync(scopes: [scope]);
        var content = method == "POST" ? new StringContent(Bodies.Small(), null, "application/json") : null;

        var answer = await caller.SendAsync(new HttpMethod(method), path, content);

        Assert.True(answer.Status == status, answer.Text);
    }

    [Fact]
    public async Task Read_Key_SeesPicturesAndCancelsNothing()
    {
        var id = await People.AddAsync(server);
        var maker = People.Caller(server, id, await People.AddKeyAsync(server, id));
        var reader = People.Caller(server, id, await People.AddKeyAsync(server, id, "\"read\""));
        var made = await maker.GenerateAsync(Bodies.Small());
        var image = made.At("images")[0].GetProperty("id").GetString();

        Assert.Equal(200, (await reader.GetAsync($"/v1/generations/{made.TextAt("id")}")).Status);
        Assert.Equal(200, (await reader.GetAsync($"/v1/images/{image}/original")).Status);
        Assert.Equal(200, (await reader.PostAsync($"/v1/images/{image}/urls", "{}")).Status);
        Refusal.IsProblem(await reader.DeleteAsync($"/v1/generations/{made.TextAt("id")}"), 403, "forbidden");
    }

    [Fact]
    public async Task Use_Key_IsNotedToTheMinute()
    {
        var id = await People.AddAsync(server);
        var caller = People.Caller(server, id, await People.AddKeyAsync(server, id));
        await caller.GetAsync("/v1/account");

        await server.Services.GetRequiredService<KeyUses>().RunOnceAsync(TestContext.Current.CancellationToken);

        var list = await Owner.GetAsync($"{People.Accounts}/{id}/keys");
        Assert.True(list.At("data")[0].TryGetProperty("last_used_at", out _), list.Text);
    }
}
