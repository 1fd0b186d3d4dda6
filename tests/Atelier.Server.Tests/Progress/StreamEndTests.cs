using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Progress;

/// <summary>Streams end with the session or the key behind them, at whichever node that was ended.</summary>
public sealed class StreamEndTests(QuickServer quick) : IClassFixture<QuickServer>, IAsyncLifetime
{
    private readonly TestServer _server = quick.Server;
    private TestServer _second = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _second = new TestServer { Beside = _server, Replace = QuickServer.Hurry };
        await _second.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.ResumeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "C-65")]
    public async Task Progress_ByTicketOfASessionThatSignsOutAtTheOtherNode_IsClosedSoon()
    {
        var (cookie, other) = (await SignInAsync(), await SignInAsync());
        using var watcher = await Watcher.OpenAsync(_second, $"ticket={await TicketAsync(cookie, "progress")}");
        using var stays = await Watcher.OpenAsync(_second, $"ticket={await TicketAsync(other, "progress")}");
        await watcher.ReadyAsync();
        await stays.ReadyAsync();

        await SignOutAsync(cookie);

        Assert.Equal("1008 revoked", await watcher.ReadToCloseAsync());
        Assert.Equal(System.Net.WebSockets.WebSocketState.Open, stays.Socket.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ticket_OfASessionThatSignedOut_IsWorthless(bool progress)
    {
        var cookie = await SignInAsync();
        var ticket = await TicketAsync(cookie, progress ? "progress" : "events");
        await SignOutAsync(cookie);

        var status = progress
            ? await Watcher.StatusAsync(_server, $"ticket={ticket}")
            : (
                await _server.Nobody().GetAsync($"/v1/generations/{Guid.CreateVersion7()}/events?ticket={ticket}")
            ).Status;

        Assert.Equal(401, status);
    }

    [Theory]
    [InlineData("ticket of a session")]
    [InlineData("session")]
    [InlineData("key")]
    [InlineData("ticket of a key")]
    public async Task Events_WhoseSessionOrKeyEnds_EndSoon(string by)
    {
        await _server.PauseAsync();
        var caller = await _server.AddCallerAsync();
        var cookie = await SignInAsync();
        var ofKey = by.EndsWith("key", StringComparison.Ordinal);
        // The session is the owner's.
        var address = ofKey
            ? await caller.StartAsync(Bodies.Small())
            : await _server.Owner().StartAsync(Bodies.Small());
        var events = $"{address}/events";
        using var stream = by switch
        {
            "ticket of a session" => await _second
                .Nobody()
                .OpenAsync($"{events}?ticket={await TicketAsync(cookie, "events")}"),
            "session" => await _second.Nobody().OpenAsync(events, ("Cookie", cookie), ("Origin", Own(_second))),
            "key" => await _second.Nobody().OpenAsync(events, ("Authorization", $"Bearer {caller.Key}")),
            _ => await _second
                .Nobody()
                .OpenAsync(
                    $"{events}?ticket={(await caller.PostAsync("/v1/tickets", """{"purpose": "events"}""")).TextAt("ticket")}"
                ),
        };
        Assert.Equal(200, (int)stream.StatusCode);
        await using var told = ServerEvents.ReadAsync(stream, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await told.MoveNextAsync());

        if (ofKey)
        {
            await _server.House.ExecuteAsync(
                "UPDATE api_keys SET revoked_at = atelier.now() WHERE account_id = @AccountId",
                caller
            );
        }
        else
        {
            await SignOutAsync(cookie);
        }

        Assert.False(
            await told.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(90), TimeProvider.System, Cancel)
        );
    }

    private static string Own(TestServer server) => server.Url.GetLeftPart(UriPartial.Authority);

    private async Task<string> SignInAsync()
    {
        var code = (await _server.Owner().PostAsync("/admin/api/sign-in-codes", "{}")).TextAt("code");
        var session = await _server
            .Nobody()
            .PostAsync("/v1/session", $$"""{"code": "{{code}}"}""", ("Origin", Own(_server)));
        return session.Header("Set-Cookie")!.Split(';')[0];
    }

    private async Task SignOutAsync(string cookie) =>
        Assert.Equal(
            204,
            (await _server.Nobody().DeleteAsync("/v1/session", ("Cookie", cookie), ("Origin", Own(_server)))).Status
        );

    private async Task<string> TicketAsync(string cookie, string purpose)
    {
        var answer = await _server
            .Nobody()
            .PostAsync("/v1/tickets", $$"""{"purpose": "{{purpose}}"}""", ("Cookie", cookie), ("Origin", Own(_server)));
        Assert.Equal(201, answer.Status);
        return answer.TextAt("ticket")!;
    }
}
