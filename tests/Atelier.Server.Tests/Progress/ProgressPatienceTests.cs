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
        var caller = await _server.AddCallerAsync();
        var id = (await caller.GenerateAsync(Bodies.Small())).TextAt("id")!;
        // More than all the buffers on the way hold.
        await MoreEvents.AddAsync(_server, caller, id, 7, 60);
        await _server.House.ExecuteAsync(
            "UPDATE generations SET state = 'failed', error_message = repeat('x', 1000000) WHERE id = @id",
            new { id = Guid.Parse(id) }
        );
        await _server.House.ExecuteAsync(
            "UPDATE events SET state = 'failed', error_code = 'generation_failed' WHERE generation_id = @id",
            new { id = Guid.Parse(id) }
        );

        using var one = await Watcher.OpenAsync(_server, caller, "after=0");
        using var two = await Watcher.OpenAsync(_server, caller, "after=0");

        await TestServer.UntilAsync(async () =>
            await Watcher.StatusAsync(_server, "", ("Authorization", $"Bearer {caller.Key}")) == 101
        );
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
}
