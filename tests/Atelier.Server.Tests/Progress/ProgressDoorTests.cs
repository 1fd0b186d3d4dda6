using System.Net.WebSockets;
using System.Text;
using Atelier.Server.Tests.Serving;
using Atelier.Server.Tests.Wall;
using Atelier.TestKit.Racing;

namespace Atelier.Server.Tests.Progress;

/// <summary>Who gets in, and how a stream ends that does not end well.</summary>
public sealed class ProgressDoorTests(QuickServer quick) : IClassFixture<QuickServer>
{
    private readonly TestServer _server = quick.Server;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "C-65")]
    public async Task Open_WithATicket_WorksOnce()
    {
        var caller = await _server.AddCallerAsync();
        var ticket = await TicketAsync(caller, "progress");
        using var watcher = await Watcher.OpenAsync(_server, $"ticket={ticket}");
        await watcher.ReadyAsync();

        Assert.Equal(401, await Watcher.StatusAsync(_server, $"ticket={ticket}"));
        var id = EmulatedServer.IdOf(await caller.StartAsync(Bodies.Small()));
        ProgressTests.AssertInOrder(await watcher.ReadToEndOfAsync(id));
        Assert.DoesNotContain(_server.Logs.Lines, line => line.Contains(ticket, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_OneTicketTwentyTimesAtOnce_OpensOneStream()
    {
        var caller = await _server.AddCallerAsync();
        var ticket = await TicketAsync(caller, "progress");

        var statuses = await Together.RunAsync(20, _ => Watcher.StatusAsync(_server, $"ticket={ticket}"));

        Assert.Single(statuses, status => status == 101);
        Assert.Equal(19, statuses.Count(status => status == 401));
    }

    [Fact]
    public async Task Open_TicketOfAnotherPurpose_IsWorthless()
    {
        var caller = await _server.AddCallerAsync();
        var address = $"/v1/generations/{(await caller.GenerateAsync(Bodies.Small())).TextAt("id")}/events";

        Assert.Equal(401, await Watcher.StatusAsync(_server, $"ticket={await TicketAsync(caller, "events")}"));
        var other = await TicketAsync(caller, "progress");
        Assert.Equal(401, (await _server.Nobody().GetAsync($"{address}?ticket={other}")).Status);
        Assert.Equal(101, await Watcher.StatusAsync(_server, $"ticket={other}"));
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("https://app.example.com.evil.example", 403)]
    [InlineData("http://app.example.com", 403)]
    [InlineData(QuickServer.Friend, 101)]
    [InlineData("own", 101)]
    [Trait("Requirement", "C-65")]
    public async Task Open_FromAPage_IsForThoseThatMay(string origin, int status)
    {
        var caller = await _server.AddCallerAsync();
        var named = origin == "own" ? _server.Url.GetLeftPart(UriPartial.Authority) : origin;

        var byKey = await Watcher.StatusAsync(
            _server,
            "",
            ("Authorization", $"Bearer {caller.Key}"),
            ("Origin", named)
        );
        var byTicket = await Watcher.StatusAsync(
            _server,
            $"ticket={await TicketAsync(caller, "progress")}",
            ("Origin", named)
        );

        Assert.Equal((status, status), (byKey, byTicket));
    }

    [Fact]
    public async Task Open_BySessionOfAnotherPage_Is401()
    {
        var cookie = await SignInAsync();

        Assert.Equal(101, await Watcher.StatusAsync(_server, "", ("Cookie", cookie), ("Origin", Own())));
        Assert.Equal(401, await Watcher.StatusAsync(_server, "", ("Cookie", cookie), ("Origin", QuickServer.Friend)));
        Assert.Equal(401, await Watcher.StatusAsync(_server, "", ("Cookie", cookie)));
    }

    [Theory]
    [InlineData("UPDATE api_keys SET revoked_at = atelier.now() WHERE account_id = @AccountId", false)]
    [InlineData("UPDATE api_keys SET revoked_at = atelier.now() WHERE account_id = @AccountId", true)]
    [InlineData("UPDATE api_keys SET expires_at = atelier.now() WHERE account_id = @AccountId", false)]
    [InlineData("UPDATE accounts SET closed_at = atelier.now() WHERE id = @AccountId", false)]
    [InlineData("UPDATE accounts SET closed_at = atelier.now() WHERE id = @AccountId", true)]
    public async Task Open_WhoseKeyOrAccountEnds_IsClosedSoon(string end, bool ticket)
    {
        var caller = await _server.AddCallerAsync();
        using var watcher = ticket
            ? await Watcher.OpenAsync(_server, $"ticket={await TicketAsync(caller, "progress")}")
            : await Watcher.OpenAsync(_server, caller);
        await watcher.ReadyAsync();

        await _server.House.ExecuteAsync(end, caller);

        Assert.Equal("1008 revoked", await watcher.ReadToCloseAsync());
    }

    [Fact]
    public async Task Open_WhoseSessionEnds_IsClosedSoon()
    {
        using var watcher = await Watcher.OpenAsync(_server, "", ("Cookie", await SignInAsync()), ("Origin", Own()));
        await watcher.ReadyAsync();

        await _server.House.ExecuteAsync("DELETE FROM sessions");

        Assert.Equal("1008 revoked", await watcher.ReadToCloseAsync());
    }

    [Fact]
    public async Task Open_MoreThanMay_Is429UntilOneIsClosed()
    {
        var (caller, other) = (await _server.AddCallerAsync(), await _server.AddCallerAsync());
        using var first = await Watcher.OpenAsync(_server, caller);
        using var second = await Watcher.OpenAsync(_server, caller);

        var answer = await caller.GetAsync(Watcher.Door, ("Accept", "text/event-stream"));
        Assert.Equal((429, "5"), (answer.Status, answer.Header("Retry-After")));
        Assert.Equal(101, await Watcher.StatusAsync(_server, "", ("Authorization", $"Bearer {other.Key}")));
        await second.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);

        await TestServer.UntilAsync(async () =>
            await Watcher.StatusAsync(_server, "", ("Authorization", $"Bearer {caller.Key}")) == 101
        );
    }

    [Fact]
    public async Task Open_WhoSaysLittle_IsNotHeardAndWhoSaysMuchIsClosed()
    {
        var caller = await _server.AddCallerAsync();
        using var watcher = await Watcher.OpenAsync(_server, caller);
        await watcher.ReadyAsync();
        await watcher.Socket.SendAsync(
            Encoding.UTF8.GetBytes("""{"type": "SUBSCRIBE", "generationId": "x"}"""),
            WebSocketMessageType.Text,
            true,
            Cancel
        );
        await watcher.Socket.SendAsync(new byte[1024], WebSocketMessageType.Binary, true, Cancel);
        var id = EmulatedServer.IdOf(await caller.StartAsync(Bodies.Small()));
        await watcher.ReadToEndOfAsync(id);

        await watcher.Socket.SendAsync(new byte[800], WebSocketMessageType.Binary, false, Cancel);
        await watcher.Socket.SendAsync(new byte[800], WebSocketMessageType.Binary, true, Cancel);

        Assert.Equal("1009 too_much", await watcher.ReadToCloseAsync());
    }

    [Fact]
    public async Task Open_WhoDoesNotKeepUp_IsDroppedAndCanGoOn()
    {
        var caller = await _server.AddCallerAsync();
        var id = (await caller.GenerateAsync(Bodies.Small())).TextAt("id")!;
        var seq = await _server.House.ScalarAsync<long>("SELECT event_seq FROM accounts WHERE id = @AccountId", caller);
        using var watcher = await Watcher.OpenAsync(_server, caller, $"after={seq}");
        await watcher.ReadyAsync();

        await MoreEvents.AddAsync(_server, caller, id, seq, 2_000);

        var last = seq;
        while (await watcher.ReadAsync() is { } message)
        {
            Assert.Equal(last + 1, message.Seq);
            last = message.Seq;
        }

        Assert.Equal(WebSocketCloseStatus.PolicyViolation, watcher.Socket.CloseStatus);
        Assert.Equal("too_slow", watcher.Socket.CloseStatusDescription);
        using var again = await Watcher.OpenAsync(_server, caller, $"after={last}");
        var rest = await again.ReadyAsync();
        Assert.Equal(seq + 2_000 - last, rest.Count);
        ProgressTests.AssertInOrder(rest);
    }

    [Fact]
    public async Task Open_WhoAnswersPings_StaysOpen()
    {
        var caller = await _server.AddCallerAsync();
        using var watcher = await Watcher.OpenAsync(_server, caller);
        await watcher.ReadyAsync();
        var next = watcher.ReadAsync();
        // Longer than ten beats.
        using var raw = await RawClient.OpenAsync(_server);
        await raw.SendAsync(
            $"GET {Watcher.Door} HTTP/1.1\r\nHost: {_server.Url.Authority}\r\nAuthorization: Bearer {caller.Key}\r\nAccept: text/event-stream\r\n\r\n"
        );
        var beats = "";
        while (beats.Split(":\n\n").Length <= 10)
        {
            beats += await raw.ReadAsync();
        }

        var id = EmulatedServer.IdOf(await caller.StartAsync(Bodies.Small()));

        Assert.Equal(id, (await next)!.Generation);
    }

    private string Own() => _server.Url.GetLeftPart(UriPartial.Authority);

    private async Task<string> SignInAsync()
    {
        var code = (await _server.Owner().PostAsync("/admin/api/sign-in-codes", "{}")).TextAt("code");
        var session = await _server.Nobody().PostAsync("/v1/session", $$"""{"code": "{{code}}"}""", ("Origin", Own()));
        return session.Header("Set-Cookie")!.Split(';')[0];
    }

    private static async Task<string> TicketAsync(TestCaller caller, string purpose)
    {
        var answer = await caller.PostAsync("/v1/tickets", $$"""{"purpose": "{{purpose}}"}""");
        Assert.Equal((201, purpose), (answer.Status, answer.TextAt("purpose")));
        return answer.TextAt("ticket")!;
    }
}
