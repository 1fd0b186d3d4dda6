using Atelier.Server.Progress;
using Atelier.Server.Tests.Serving;
using Atelier.Server.Tests.Wall;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Progress;

/// <summary>Readers that are there and take nothing, at a server with little patience.</summary>
public sealed class ProgressPatienceTests : IAsyncLifetime
{
    private readonly TestServer _server = new()
    {
        Replace = services =>
            services.Configure<ProgressOptions>(options =>
            {
                options.MaxConnections = 2;
                options.HeartbeatSeconds = 0.1;
                options.SendSeconds = 0.5;
            }),
    };

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Open_WhoReadsNothing_IsCutOffAndGivesItsPlaceBack()
    {
        var caller = await MuchToTellAsync(_server);

        using var one = await Watcher.OpenAsync(_server, caller, "after=0");
        using var two = await Watcher.OpenAsync(_server, caller, "after=0");

        await TestServer.UntilAsync(async () =>
            await Watcher.StatusAsync(_server, "", ("Authorization", $"Bearer {caller.Key}")) == 101
        );
    }

    [Fact]
    [Trait("Requirement", "C-65")]
    public async Task Events_WhoReadsNothing_IsCutOffAndGivesItsPlaceBack()
    {
        var caller = await MuchToTellAsync(_server);
        using var one = await AskForEventsAsync(_server, caller.Key);
        using var two = await AskForEventsAsync(_server, caller.Key);

        await TestServer.UntilAsync(() => HasRoomAsync(_server, caller.Key));
    }

    [Fact]
    [Trait("Requirement", "C-65")]
    public async Task Events_WhoReadsNothingAndIsRevoked_IsCutOffAtOnce()
    {
        await using var server = new TestServer
        {
            Replace = services =>
                services.Configure<ProgressOptions>(options =>
                {
                    options.MaxConnections = 2;
                    options.RecheckSeconds = 0.1;
                    // No message is given up for its own sake.
                    options.SendSeconds = 300;
                }),
        };
        await server.InitializeAsync();
        var caller = await MuchToTellAsync(server);
        using var one = await AskForEventsAsync(server, caller.Key);
        using var two = await AskForEventsAsync(server, caller.Key);
        var other = await server.House.AddKeyAsync(caller.AccountId, "read");
        Assert.False(await HasRoomAsync(server, other));

        await server.House.ExecuteAsync(
            "UPDATE api_keys SET revoked_at = atelier.now() WHERE id = (SELECT id FROM api_keys WHERE account_id = @AccountId ORDER BY created_at LIMIT 1)",
            new { caller.AccountId }
        );

        await TestServer.UntilAsync(() => HasRoomAsync(server, other));
    }

    [Fact]
    [Trait("Requirement", "C-65")]
    public async Task Open_WhileNothingHappens_IsPingedAndWhoDoesNotAnswerIsCutOff()
    {
        var caller = await _server.AddCallerAsync();
        using var client = await RawClient.OpenAsync(_server);
        await client.SendAsync(
            $"GET {Watcher.Door} HTTP/1.1\r\nHost: {_server.Url.Authority}\r\nAuthorization: Bearer {caller.Key}\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );

        var all = await client.ReadToEndAsync();

        Assert.Equal(101, RawClient.StatusOf(all));
        // A ping is a frame of this kind; some carry a number.
        Assert.Contains('\u0089', all);
    }

    private static async Task<bool> HasRoomAsync(TestServer server, string key) =>
        await Watcher.StatusAsync(server, "", ("Authorization", $"Bearer {key}")) == 101;

    // Somebody who asks and then takes nothing; the first words of the answer show that it began.
    private static async Task<RawClient> AskForEventsAsync(TestServer server, string key)
    {
        var client = await RawClient.OpenAsync(server, buffer: 4096);
        await client.SendAsync(
            $"GET {Watcher.Door}?after=0 HTTP/1.1\r\nHost: {server.Url.Authority}\r\nAuthorization: Bearer {key}\r\n"
                + "Accept: text/event-stream\r\n\r\n"
        );
        Assert.Equal(200, RawClient.StatusOf(await client.ReadAsync()));
        return client;
    }

    // More than all the buffers on the way hold.
    private static async Task<TestCaller> MuchToTellAsync(TestServer server)
    {
        var caller = await server.AddCallerAsync();
        var id = (await caller.GenerateAsync(Bodies.Small())).TextAt("id")!;
        await MoreEvents.AddAsync(server, caller, id, 7, 60);
        await server.House.ExecuteAsync(
            "UPDATE generations SET state = 'failed', error_message = repeat('x', 1000000) WHERE id = @id",
            new { id = Guid.Parse(id) }
        );
        await server.House.ExecuteAsync(
            "UPDATE events SET state = 'failed', error_code = 'generation_failed' WHERE generation_id = @id",
            new { id = Guid.Parse(id) }
        );
        return caller;
    }
}
