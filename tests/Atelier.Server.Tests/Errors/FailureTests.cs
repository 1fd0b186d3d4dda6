using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Errors;

/// <summary>What a caller sees when it is our fault. Each breaks a server of its own.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task Door_UnexpectedFailure_Is500WithAnIdThatTheLogHas()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();
        await server.House.ExecuteAsync("ALTER TABLE slots RENAME TO elsewhere");

        foreach (var door in new[] { "/v1/images/generations", "/v1/generations" })
        {
            var answer = await caller.PostAsync(door, Bodies.Small());

            Refusal.IsOf(door, answer, 500, "internal");
            Assert.DoesNotContain("slots", answer.Text, StringComparison.Ordinal);
            var id = answer.TextAt(door == "/v1/generations" ? "request_id" : "error.request_id")!;
            Assert.Contains(
                server.Logs.Lines,
                line =>
                    line.StartsWith("Error", StringComparison.Ordinal) && line.Contains(id, StringComparison.Ordinal)
            );
        }

        Assert.Equal(100_000, await caller.BalanceAsync());
        Assert.Equal(0, await server.House.ScalarAsync<long>("SELECT count(*) FROM generations"));
    }

    [Fact]
    public async Task Door_DatabaseAway_Is503WithRetryAfter()
    {
        var gate = new DatabaseGate();
        await using var server = new TestServer { Gate = gate };
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();
        var made = await caller.GenerateAsync(Bodies.Small());
        var url = made.At("images")[0].GetProperty("url").GetString()!;

        await gate.CloseAsync();

        (HttpMethod Method, string Path)[] doors =
        [
            (HttpMethod.Post, "/v1/images/generations"),
            (HttpMethod.Post, "/v1/generations"),
            (HttpMethod.Get, "/v1/generations"),
            (HttpMethod.Get, "/v1/models"),
            (HttpMethod.Get, $"/v1/generations/{made.TextAt("id")}"),
            (HttpMethod.Get, $"/v1/generations/{made.TextAt("id")}/events"),
            (HttpMethod.Delete, $"/v1/generations/{made.TextAt("id")}"),
            (HttpMethod.Get, "/admin/api/ledger/check"),
            (HttpMethod.Get, "/metrics"),
            (HttpMethod.Get, url),
        ];
        foreach (var (method, path) in doors)
        {
            var content =
                method == HttpMethod.Post ? new StringContent(Bodies.Small(), null, "application/json") : null;

            var answer = await caller.SendAsync(method, path, content);

            Refusal.IsOf(path == url ? "/v1/images" : path, answer, 503, "service_unavailable");
            Assert.Equal("5", answer.Header("Retry-After"));
        }

        var ready = await server.Nobody().GetAsync("/readyz");
        Assert.Equal(503, ready.Status);
        Assert.Equal("down", ready.TextAt("database"));
        Assert.Equal("not_ready", ready.TextAt("status"));
        Assert.Equal(200, (await server.Nobody().GetAsync("/healthz")).Status);
    }

    [Fact]
    public async Task Readyz_StorageAway_Is503()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        foreach (var folder in Directory.EnumerateDirectories(server.DataFolder, ".tmp*"))
        {
            Directory.Delete(folder, recursive: true);
        }

        var ready = await server.Nobody().GetAsync("/readyz");

        Assert.Equal(503, ready.Status);
        Assert.Equal("down", ready.TextAt("storage"));
    }
}
