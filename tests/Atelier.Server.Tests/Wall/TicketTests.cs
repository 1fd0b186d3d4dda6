using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Racing;

namespace Atelier.Server.Tests.Wall;

/// <summary>Tickets: one stream each, for those who can send no key.</summary>
public sealed class TicketTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/tickets";

    [Fact]
    public async Task Events_WithATicket_AreStreamedOnce()
    {
        var (caller, address) = await MadeAsync();
        var ticket = await TicketAsync(caller);

        var first = await server.Nobody().GetAsync($"{address}/events?ticket={ticket}");
        var second = await server.Nobody().GetAsync($"{address}/events?ticket={ticket}");

        Assert.Equal(200, first.Status);
        Assert.Contains("event: ended", first.Text, StringComparison.Ordinal);
        Refusal.IsProblem(second, 401, "unauthorized");
        Assert.DoesNotContain(server.Logs.Lines, line => line.Contains(ticket, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_OneTicketTwentyTimesAtOnce_OpensOneStream()
    {
        var (caller, address) = await MadeAsync();
        var ticket = await TicketAsync(caller);

        var statuses = await Together.RunAsync(
            20,
            async _ => (await server.Nobody().GetAsync($"{address}/events?ticket={ticket}")).Status
        );

        Assert.Single(statuses, status => status == 200);
        Assert.Equal(19, statuses.Count(status => status == 401));
    }

    [Fact]
    public async Task Events_TicketOfAnotherAccount_FindsNothing()
    {
        var (_, address) = await MadeAsync();
        var other = await server.AddCallerAsync();

        var answer = await server.Nobody().GetAsync($"{address}/events?ticket={await TicketAsync(other)}");

        Refusal.IsProblem(answer, 404, "not_found");
    }

    [Fact]
    public async Task Events_TicketOfARevokedKey_IsWorthless()
    {
        var (caller, address) = await MadeAsync();
        var ticket = await TicketAsync(caller);
        await server.House.ExecuteAsync(
            "UPDATE api_keys SET revoked_at = atelier.now() WHERE account_id = @AccountId",
            caller
        );

        Assert.Equal(401, (await server.Nobody().GetAsync($"{address}/events?ticket={ticket}")).Status);
    }

    [Theory]
    [InlineData("/v1/generations")]
    [InlineData("/v1/models")]
    [InlineData("/admin/api/ledger/check")]
    [InlineData("/metrics")]
    public async Task OtherDoor_WithATicket_StaysClosedAndKeepsIt(string path)
    {
        var (caller, address) = await MadeAsync();
        var ticket = await TicketAsync(caller);

        Assert.Equal(401, (await server.Nobody().GetAsync($"{path}?ticket={ticket}")).Status);
        Assert.Equal(401, (await server.Nobody().GetAsync("/v1/models", ("Authorization", $"Bearer {ticket}"))).Status);

        Assert.Equal(200, (await server.Nobody().GetAsync($"{address}/events?ticket={ticket}")).Status);
    }

    [Theory]
    [InlineData("""{}""", "purpose")]
    [InlineData("""{"purpose": "admin"}""", "purpose")]
    [InlineData("""{"purpose": 1}""", "purpose")]
    [InlineData("""{"purpose": "events", "account": "x"}""", "account")]
    public async Task Create_WrongBody_Is400(string body, string field)
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.PostAsync(Door, body);

        Assert.Equal(400, answer.Status);
        Assert.Contains(
            field,
            answer.At("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString())
        );
    }

    [Fact]
    public async Task Create_WithoutKeyOrByTicket_Is401()
    {
        var caller = await server.AddCallerAsync();
        var ticket = await TicketAsync(caller);

        Assert.Equal(401, (await server.Nobody().PostAsync(Door, """{"purpose": "events"}""")).Status);
        Assert.Equal(
            401,
            (await server.Nobody().PostAsync($"{Door}?ticket={ticket}", """{"purpose": "events"}""")).Status
        );
    }

    [Fact]
    public async Task Events_TicketOfAMinuteAgo_IsWorthless()
    {
        await using var own = new TestServer();
        await own.InitializeAsync();
        var caller = await own.AddCallerAsync();
        var made = await caller.GenerateAsync(Bodies.Small());
        var ticket = (await caller.PostAsync(Door, """{"purpose": "events"}""")).TextAt("ticket");

        await own.House.MoveClockAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(
            401,
            (await own.Nobody().GetAsync($"/v1/generations/{made.TextAt("id")}/events?ticket={ticket}")).Status
        );
    }

    private async Task<(TestCaller Caller, string Address)> MadeAsync()
    {
        var caller = await server.AddCallerAsync();
        return (caller, $"/v1/generations/{(await caller.GenerateAsync(Bodies.Small())).TextAt("id")}");
    }

    private static async Task<string> TicketAsync(TestCaller caller)
    {
        var answer = await caller.PostAsync(Door, """{"purpose": "events"}""");
        Assert.Equal((201, "events"), (answer.Status, answer.TextAt("purpose")));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        return answer.TextAt("ticket")!;
    }
}
