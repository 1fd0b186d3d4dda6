using Atelier.Server.Tests.Serving;
using Atelier.Server.Tests.Wall;

namespace Atelier.Server.Tests.Callbacks;

/// <summary>The door at which providers say that a task has ended. Anybody can knock there.</summary>
public sealed class CallbackTests(WaitingGeneration waiting) : IClassFixture<WaitingGeneration>
{
    private EmulatedServer Server => waiting.Server;

    [Fact]
    public async Task Receive_AddressesThatAreNotOurs_Are404AndWakeNobody()
    {
        var address = waiting.Callback;
        var (path, token) = (address[..address.LastIndexOf('/')], address[(address.LastIndexOf('/') + 1)..]);
        var attempt = path[(path.LastIndexOf('/') + 1)..];
        var before = await PutOffAsync();

        string[] strange =
        [
            $"{path}/{(token[0] == 'A' ? 'B' : 'A')}{token[1..]}",
            $"{path}/{token[..^1]}",
            $"{path}/{token}{token}",
            $"{path}/x",
            $"/v1/callbacks/legnext/{Guid.CreateVersion7()}/{token}",
            $"/v1/callbacks/openai/{attempt}/{token}",
            $"/v1/callbacks/local/{attempt}/{token}",
            $"/v1/callbacks/nobody/{attempt}/{token}",
        ];
        foreach (var one in strange)
        {
            Refusal.IsProblem(await Server.Server.Nobody().PostAsync(one, "{}"), 404, "not_found");
        }

        Assert.Equal(before, await DueAsync());
    }

    [Fact]
    public async Task Receive_JunkAtARightAddress_ChangesNothing()
    {
        string[] junk =
        [
            "",
            "junk",
            "[]",
            """{"job_id": 7}""",
            """{"job_id": "../../account/balance", "status": "completed"}""",
            """{"job_id": "01900000-0000-7000-8000-000000000000", "status": "failed"}""",
            new string('[', 10_000),
        ];

        // And that the generation completes is seen when the fixture ends.
        foreach (var body in junk)
        {
            Assert.Equal(204, (await Server.Server.Nobody().PostAsync(waiting.Callback, body)).Status);
        }
    }

    [Fact]
    public async Task Receive_AStrangersBody_IsNotWaitedFor()
    {
        using var stranger = await RawClient.OpenAsync(Server.Server);

        await stranger.SendAsync(
            $"POST {waiting.Callback}x HTTP/1.1\r\nHost: {Server.Server.Url.Authority}\r\nContent-Type: application/json\r\n"
                + "Content-Length: 700000\r\n\r\n{"
        );

        Assert.Equal(404, RawClient.StatusOf(await stranger.ReadAsync()));
    }

    [Fact]
    public async Task Receive_TooMuch_Is413()
    {
        var body = $"{{\"job_id\": \"{new string('a', 768 * 1024)}\"}}";

        var answer = await Server.Server.Nobody().PostAsync(waiting.Callback, body);

        Refusal.IsProblem(answer, 413, "body_too_large");
        // The connection goes on.
        Assert.Equal(204, (await Server.Server.Nobody().PostAsync(waiting.Callback, "{}")).Status);
    }

    /// <summary>Puts off the next look at the generation, so that only a callback brings one; when it is due.</summary>
    private async Task<DateTime?> PutOffAsync()
    {
        DateTime? due = null;
        await TestServer.UntilAsync(async () =>
        {
            due = await Server.Server.House.ScalarAsync<DateTime?>(
                """
                UPDATE queue SET follow_at = follow_at + interval '1 hour'
                WHERE generation_id = @id AND state = 'ready' AND follow_at > atelier.now() + interval '1 second'
                RETURNING follow_at
                """,
                new { id = EmulatedServer.IdOf(waiting.Address) }
            );
            return due is not null;
        });
        return due;
    }

    private Task<DateTime?> DueAsync() =>
        Server.Server.House.ScalarAsync<DateTime?>(
            "SELECT follow_at FROM queue WHERE generation_id = @id AND state = 'ready'",
            new { id = EmulatedServer.IdOf(waiting.Address) }
        );
}
