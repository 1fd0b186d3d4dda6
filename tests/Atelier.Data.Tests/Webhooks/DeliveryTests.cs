using Atelier.Data.Accounts;
using Atelier.Data.Auditing;
using Atelier.Data.Webhooks;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Webhooks;

public sealed class DeliveryTests : WebhookTests
{
    [Fact]
    public async Task ClaimAsync_NodeDiesBeforeItNotes_SendsAgainUnderTheSameId()
    {
        var (account, endpoint) = await PrepareAsync();
        var message = Assert.Single(await AddMessagesAsync(account, endpoint));
        var (dead, other) = (new DeliveryStore(AddNode()), new DeliveryStore(AddNode()));

        var first = Assert.Single(await dead.ClaimAsync(Send(), Cancel));
        Assert.Empty(await other.ClaimAsync(Send(), Cancel));
        await House.MoveClockAsync(TimeSpan.FromSeconds(31));
        var second = Assert.Single(await other.ClaimAsync(Send(), Cancel));

        Assert.Equal($"msg_{message:N}", first.WebhookId);
        Assert.Equal(first.WebhookId, second.WebhookId);
        Assert.Equal((1, 2), (first.Tries, second.Tries));
        await other.NoteAsync(second, Ok(), Cancel);
        // The dead one was only slow, and has lost its say.
        await dead.NoteAsync(first, Bad(TimeSpan.FromSeconds(5)), Cancel);
        var row = Assert.Single(await Log.ListAsync(endpoint, null, 10, Cancel));
        Assert.Equal(("delivered", 2, 204, (string?)null), (row.State, row.Attempts, row.LastStatus, row.LastError));
    }

    [Fact]
    public async Task ClaimAsync_ManyAtOnceOnTwoNodes_KeepWithinHostAndAccount()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var hosts = Enumerable.Range(0, 6).Select(index => $"host{index}.example.com").ToList();
        foreach (var host in hosts)
        {
            await AddMessagesAsync(account, await AddEndpointAsync(account, host), 5);
        }

        var nodes = new[] { new DeliveryStore(AddNode()), new DeliveryStore(AddNode()) };
        var claims = await Together.RunAsync(
            20,
            index => nodes[index % 2].ClaimAsync(Send(most: 3, perAccount: 9), Cancel)
        );

        var taken = claims.SelectMany(part => part).ToList();
        Assert.Equal(9, taken.Count);
        Assert.Equal(9, taken.Select(claim => claim.MessageId).Distinct().Count());
        Assert.All(taken.GroupBy(claim => claim.Url), host => Assert.InRange(host.Count(), 1, 2));
        Assert.Empty(await Deliveries.ClaimAsync(Send(perAccount: 9), Cancel));
        await Deliveries.NoteAsync(taken[0], Ok(), Cancel);
        Assert.Single(await Deliveries.ClaimAsync(Send(perAccount: 9), Cancel));
    }

    [Fact]
    public async Task ClaimAsync_SeveralOfOneEndpoint_ComeInTheirOrder()
    {
        var (account, endpoint) = await PrepareAsync();
        var ids = await AddMessagesAsync(account, endpoint, 5);

        var seen = new List<Guid>();
        while (await Deliveries.ClaimAsync(Send(), Cancel) is { Count: > 0 } claims)
        {
            Assert.InRange(claims.Count, 1, 2);
            foreach (var claim in claims)
            {
                seen.Add(claim.MessageId);
                await Deliveries.NoteAsync(claim, Ok(), Cancel);
            }
        }

        Assert.Equal(ids, seen);
    }

    [Fact]
    public async Task NoteAsync_Failure_IsTriedAgainWhenItIsTime()
    {
        var (account, endpoint) = await PrepareAsync();
        await AddMessagesAsync(account, endpoint);
        var claim = Assert.Single(await Deliveries.ClaimAsync(Send(), Cancel));

        Assert.Null(await Deliveries.NoteAsync(claim, Bad(TimeSpan.FromMinutes(5)), Cancel));

        await House.MoveClockAsync(TimeSpan.FromSeconds(290));
        Assert.Empty(await Deliveries.ClaimAsync(Send(), Cancel));
        await House.MoveClockAsync(TimeSpan.FromSeconds(20));
        var again = Assert.Single(await Deliveries.ClaimAsync(Send(), Cancel));
        Assert.Equal(2, again.Tries);
        await Deliveries.NoteAsync(again, Bad(again: null), Cancel);
        var row = Assert.Single(await Log.ListAsync(endpoint, null, 10, Cancel));
        Assert.Equal(("failed", "status", 500), (row.State, row.LastError, row.LastStatus));
        Assert.Null(row.NextAt);
    }

    [Fact]
    public async Task HandBackAsync_NotSent_IsDueAtOnceAndDoesNotCount()
    {
        var (account, endpoint) = await PrepareAsync();
        await AddMessagesAsync(account, endpoint);
        var claim = Assert.Single(await Deliveries.ClaimAsync(Send(), Cancel));

        await Deliveries.HandBackAsync(claim, Cancel);

        Assert.Equal(1, Assert.Single(await Deliveries.ClaimAsync(Send(), Cancel)).Tries);
    }

    [Fact]
    public async Task NoteAsync_FiveDaysOfNothingButFailures_DisablesAndSaysSo()
    {
        var (account, endpoint) = await PrepareAsync();
        await AddMessagesAsync(account, endpoint, 4);
        var claims = await Deliveries.ClaimAsync(Send(perHost: 3), Cancel);
        Assert.Null(await Deliveries.NoteAsync(claims[0], Bad(), Cancel));
        await House.MoveClockAsync(TimeSpan.FromDays(4.9));
        Assert.Null(await Deliveries.NoteAsync(claims[1], Bad(), Cancel));
        await House.MoveClockAsync(TimeSpan.FromDays(0.2));

        Assert.Equal("failing", await Deliveries.NoteAsync(claims[2], Bad(), Cancel));

        var row = (await Endpoints.FindAsync(account, endpoint, Cancel))!;
        Assert.Equal("failing", row.DisabledBy);
        Assert.Empty(await Deliveries.ClaimAsync(Send(), Cancel));
        var newest = (await Log.ListAsync(endpoint, null, 1, Cancel))[0];
        Assert.Equal(("failed", "endpoint_disabled"), (newest.State, newest.LastError));
        Assert.Equal(
            $$"""{"reason": "failing", "webhook_id": "{{endpoint}}"}""",
            await House.ScalarAsync<string>("SELECT data::text FROM notices WHERE type = 'webhook.disabled'")
        );
        var audit = await new AuditStore(House.Data).ListAsync(account, null, 1, Cancel);
        Assert.Equal(("webhook.disable", endpoint.ToString()), (audit[0].Action, audit[0].Subject));
    }

    [Fact]
    public async Task NoteAsync_ASuccessBetween_BeginsTheFiveDaysAnew()
    {
        var (account, endpoint) = await PrepareAsync();
        await AddMessagesAsync(account, endpoint, 3);
        var claims = await Deliveries.ClaimAsync(Send(perHost: 3), Cancel);
        await Deliveries.NoteAsync(claims[0], Bad(), Cancel);
        await Deliveries.NoteAsync(claims[1], Ok(), Cancel);
        await House.MoveClockAsync(TimeSpan.FromDays(6));

        Assert.Null(await Deliveries.NoteAsync(claims[2], Bad(), Cancel));

        Assert.Null((await Endpoints.FindAsync(account, endpoint, Cancel))!.DisabledBy);
    }

    [Fact]
    public async Task NoteAsync_NothingWasPosted_IsNoFaultOfTheReceiver()
    {
        var (account, endpoint) = await PrepareAsync();
        await AddMessagesAsync(account, endpoint);
        var claim = Assert.Single(await Deliveries.ClaimAsync(Send(), Cancel));
        var note = new DeliveryNote("nothing_to_tell", null, TimeSpan.Zero, null) { Posted = false };

        Assert.Null(await Deliveries.NoteAsync(claim, note, Cancel));

        Assert.Null((await Endpoints.FindAsync(account, endpoint, Cancel))!.FailingSince);
        Assert.Equal("nothing_to_tell", Assert.Single(await Log.ListAsync(endpoint, null, 1, Cancel)).LastError);
    }

    [Fact]
    public async Task ClaimAsync_MoreHostsThanAClaimLooksAt_FindsAllInTheEnd()
    {
        var (account, endpoint) = await PrepareAsync();
        await House.ExecuteAsync(
            """
            WITH made AS (
              INSERT INTO webhook_messages (id, account_id, endpoint_id, type, data, happened_at)
              SELECT gen_random_uuid(), @account, @endpoint, 'webhook.test', '{}', now() FROM generate_series(1, 450)
              RETURNING id)
            INSERT INTO webhook_deliveries (message_id, account_id, endpoint_id, host)
            SELECT id, @account, @endpoint, id::text FROM made
            """,
            new { account, endpoint }
        );
        var sut = Deliveries;
        var counts = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            counts.Add((await sut.ClaimAsync(Send(most: 1000, perAccount: 1000), Cancel)).Count);
        }

        Assert.Equal([200, 200, 50, 0], counts);
    }

    [Fact]
    public async Task NoteAsync_Gone_DisablesAtOnceAndTellsTheOthers()
    {
        var (account, endpoint) = await PrepareAsync();
        var other = await AddEndpointAsync(account, "example.org");
        await AddMessagesAsync(account, endpoint, 2);
        var claim = (await Deliveries.ClaimAsync(Send(perHost: 1), Cancel))[0];

        Assert.Equal("gone", await Deliveries.NoteAsync(claim, Bad(status: 410), Cancel));

        Assert.Equal(1, await FanAllAsync());
        var told = Assert.Single(await Deliveries.ClaimAsync(Send(), Cancel));
        Assert.Equal((other, "webhook.disabled"), (told.EndpointId, told.Type));
        Assert.Contains($"{endpoint}", told.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RedeliverAsync_Delivered_IsSentAgainUnderItsId()
    {
        var (account, endpoint) = await PrepareAsync();
        var id = Assert.Single(await AddMessagesAsync(account, endpoint));
        var row = (await Endpoints.FindAsync(account, endpoint, Cancel))!;
        var claim = Assert.Single(await Deliveries.ClaimAsync(Send(), Cancel));
        // What is under way is left alone.
        await Log.RedeliverAsync(row, id, Actor.Service, Cancel);
        Assert.Empty(await Deliveries.ClaimAsync(Send(), Cancel));
        await Deliveries.NoteAsync(claim, Ok(), Cancel);

        Assert.Equal(EndpointOutcome.Done, await Log.RedeliverAsync(row, id, Actor.Service, Cancel));

        var again = Assert.Single(await Deliveries.ClaimAsync(Send(), Cancel));
        Assert.Equal((claim.WebhookId, 1), (again.WebhookId, again.Tries));
        await Endpoints.ChangeAsync(account, endpoint, new EndpointChange { Disabled = true }, Actor.Service, Cancel);
        Assert.Equal(EndpointOutcome.Disabled, await Log.RedeliverAsync(row, id, Actor.Service, Cancel));
    }

    [Fact]
    public async Task RecoverAsync_FailedSinceThen_AreSentAgain()
    {
        var (account, endpoint) = await PrepareAsync();
        var row = (await Endpoints.FindAsync(account, endpoint, Cancel))!;
        await AddMessagesAsync(account, endpoint);
        await Deliveries.NoteAsync((await Deliveries.ClaimAsync(Send(), Cancel))[0], Bad(), Cancel);
        await House.MoveClockAsync(TimeSpan.FromHours(2));
        var recent = await AddMessagesAsync(account, endpoint, 2);
        foreach (var claim in await Deliveries.ClaimAsync(Send(), Cancel))
        {
            await Deliveries.NoteAsync(claim, Bad(), Cancel);
        }

        var since = row.CreatedAt + TimeSpan.FromHours(1);
        Assert.Equal((EndpointOutcome.Done, 2), await Log.RecoverAsync(row, since, Actor.Service, Cancel));

        Assert.Equal(recent, (await Deliveries.ClaimAsync(Send(), Cancel)).Select(claim => claim.MessageId));
    }

    private async Task<(Guid Account, Guid Endpoint)> PrepareAsync()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        return (account, await AddEndpointAsync(account));
    }
}
