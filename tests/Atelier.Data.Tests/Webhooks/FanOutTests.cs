using Atelier.Data.Accounts;
using Atelier.Data.Tests.Stores;
using Atelier.Data.Webhooks;
using Atelier.TestKit.Racing;
using Npgsql;

namespace Atelier.Data.Tests.Webhooks;

public sealed class FanOutTests : WebhookTests
{
    [Fact]
    public async Task RunAsync_EndsOfGenerations_AreOneMessageEach()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        var before = await EndOneAsync(account);
        var endpoint = await AddEndpointAsync(account);
        var complete = await EndOneAsync(account);
        var failed = await EndOneAsync(account, Orders.Failed());
        var canceled = await EndOneAsync(account, Orders.Canceled());

        Assert.Equal(3, await FanAllAsync());

        Assert.Equal(0, await FanAllAsync());
        Assert.Equal(
            [
                (endpoint, "generation.completed", complete),
                (endpoint, "generation.failed", failed),
                (endpoint, "generation.canceled", canceled),
            ],
            await MessagesAsync()
        );
        Assert.NotEqual(before, complete);
    }

    [Fact]
    public async Task RunAsync_ManyEndpoints_GetWhatTheyWantOfTheirOwnAccount()
    {
        var (ann, ben) = (
            await House.AddAccountAsync(100, cancellationToken: Cancel),
            await House.AddAccountAsync(100, cancellationToken: Cancel)
        );
        var all = await AddEndpointAsync(ann);
        var failures = await AddEndpointAsync(ann, "example.org", "generation.failed");
        var bens = await AddEndpointAsync(ben);
        var complete = await EndOneAsync(ann);
        var failed = await EndOneAsync(ann, Orders.Failed());

        await FanAllAsync();

        var messages = await MessagesAsync();
        Assert.Equal(
            [complete, failed],
            messages.Where(row => row.Endpoint == all).Select(row => row.Generation!.Value)
        );
        Assert.Equal(failed, Assert.Single(messages, row => row.Endpoint == failures).Generation);
        Assert.DoesNotContain(messages, row => row.Endpoint == bens);
    }

    [Fact]
    public async Task RunAsync_TwoNodesAtOnceWhileGenerationsEnd_MakeEachMessageOnce()
    {
        var account = await House.AddAccountAsync(1000, cancellationToken: Cancel);
        var endpoints = new[] { await AddEndpointAsync(account), await AddEndpointAsync(account, "example.org") };
        var nodes = new[] { AddNode(), AddNode() };
        var orders = Enumerable.Range(0, 40).Select(_ => Orders.For(account)).ToList();
        await AcceptAllAsync(orders);
        var claims = await Claims.ClaimAsync(Wish(Open), Cancel);

        await Together.RunAsync(
            8,
            async worker =>
            {
                if (worker < 4)
                {
                    foreach (var claim in claims.Where((_, index) => index % 4 == worker))
                    {
                        await EndsOn(nodes[worker % 2]).EndAsync(claim, Orders.Delivered(), Cancel);
                    }
                }
                else
                {
                    for (var round = 0; round < 10; round++)
                    {
                        await new FanOutStore(nodes[worker % 2]).RunAsync(Cancel);
                    }
                }

                return worker;
            }
        );
        await FanAllAsync();

        var messages = await MessagesAsync();
        foreach (var endpoint in endpoints)
        {
            Assert.Equal(
                orders.Select(order => order.GenerationId).Order(),
                messages.Where(row => row.Endpoint == endpoint).Select(row => row.Generation!.Value).Order()
            );
        }
    }

    [Fact]
    public async Task RunAsync_MoreEventsThanARoundTakes_TellsAllInOrder()
    {
        var account = await House.AddAccountAsync(1000, cancellationToken: Cancel);
        await AddEndpointAsync(account);
        var generation = await EndOneAsync(account);
        await House.ExecuteAsync(
            """
            INSERT INTO events (account_id, seq, generation_id, state, stage, progress)
            SELECT @account, event_seq + n, @generation, 'complete', 'complete', 100
            FROM accounts, generate_series(1, 450) n WHERE id = @account;
            UPDATE accounts SET event_seq = event_seq + 450 WHERE id = @account
            """,
            new { account, generation }
        );

        Assert.Equal(451, await FanAllAsync());

        Assert.Equal(
            0,
            await House.ScalarAsync<int>(
                """
                SELECT count(*) FROM (SELECT event_seq, lag(event_seq) OVER (ORDER BY number) AS before
                  FROM webhook_messages JOIN webhook_deliveries ON message_id = id) m WHERE before >= event_seq
                """
            )
        );
    }

    [Fact]
    public async Task RunAsync_Notices_AreToldEvenWhenTheyCommitLate()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        await House.ExecuteAsync(
            "INSERT INTO notices (account_id, type, data) VALUES (@account, 'budget.threshold', '{}')",
            new { account }
        );
        var endpoint = await AddEndpointAsync(account, "example.com", "budget.threshold");
        await using var late = await House.OpenHolderAsync(Cancel);
        await using var transaction = await late.BeginTransactionAsync(Cancel);
        await AddNoticeAsync(late, account, "budget.threshold", """{"n": 1}""");
        await using (var other = await House.Data.OpenConnectionAsync(Cancel))
        {
            await AddNoticeAsync(other, account, "budget.threshold", """{"n": 2}""");
            await AddNoticeAsync(other, account, "unwanted", """{"n": 3}""");
        }

        Assert.Equal(1, await FanAllAsync());
        await transaction.CommitAsync(Cancel);
        Assert.Equal(1, await FanAllAsync());

        Assert.Equal(0, await FanAllAsync());
        Assert.All(
            await MessagesAsync(),
            row => Assert.Equal((endpoint, "budget.threshold"), (row.Endpoint, row.Type))
        );
        await House.MoveClockAsync(TimeSpan.FromHours(2));
        await EndOneAsync(account);
        Assert.Equal(0, await FanAllAsync());
        Assert.Equal(
            await House.ScalarAsync<long>("SELECT max(id) FROM notices"),
            await House.ScalarAsync<long>("SELECT notice_cursor FROM webhook_endpoints")
        );
    }

    [Fact]
    public async Task SweepAsync_NoticeToldLongAgo_IsNotToldAgain()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        await AddEndpointAsync(account);
        var late = await AddEndpointAsync(account, "example.org");
        await using var connection = await House.Data.OpenConnectionAsync(Cancel);
        await AddNoticeAsync(connection, account, "budget.threshold", """{"n": 1}""");
        Assert.Equal(2, await FanAllAsync());
        await DeliverAsync();
        // One more that the second was not told yet.
        await AddNoticeAsync(connection, account, "budget.threshold", """{"n": 2}""");
        await House.ExecuteAsync(
            "UPDATE webhook_endpoints SET disabled_at = now(), disabled_by = 'caller' WHERE id = @late",
            new { late }
        );
        Assert.Equal(1, await FanAllAsync());
        await DeliverAsync();
        await House.ExecuteAsync("UPDATE webhook_endpoints SET disabled_at = NULL, disabled_by = NULL");
        await House.MoveClockAsync(TimeSpan.FromDays(31));

        // The first notice and all that was told; the second waits for who was not told.
        Assert.Equal(4, await new WebhookKeeping(House.Data).SweepAsync(Cancel));

        Assert.Equal(1, await House.ScalarAsync<int>("SELECT count(*) FROM notices"));
        Assert.Equal(1, await FanAllAsync());
        Assert.Equal(0, await FanAllAsync());
        Assert.Equal(late, Assert.Single(await MessagesAsync()).Endpoint);
        Assert.Equal(1, await new WebhookKeeping(House.Data).SweepAsync(Cancel));
        Assert.Equal(0, await FanAllAsync());
        Assert.Equal(0, await House.ScalarAsync<int>("SELECT count(*) FROM notices"));

        async Task DeliverAsync()
        {
            foreach (var claim in await Deliveries.ClaimAsync(Send(), Cancel))
            {
                await Deliveries.NoteAsync(claim, Ok(), Cancel);
            }
        }
    }

    [Fact]
    public async Task RunAsync_DisabledEndpoint_IsToldNothingUntilItRecovers()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        var endpoint = await AddEndpointAsync(account);
        await ChangeAsync(new EndpointChange { Disabled = true });
        var missed = await EndOneAsync(account);
        Assert.Equal(0, await FanAllAsync());
        await ChangeAsync(new EndpointChange { Disabled = false });
        Assert.Equal(0, await FanAllAsync());
        var present = await EndOneAsync(account);
        Assert.Equal(1, await FanAllAsync());

        var row = (await Endpoints.FindAsync(account, endpoint, Cancel))!;
        var recovered = await Log.RecoverAsync(row, row.CreatedAt, Actor.Service, Cancel);

        Assert.Equal((EndpointOutcome.Done, 1), recovered);
        Assert.Equal([present, missed], (await MessagesAsync()).Select(message => message.Generation!.Value));
        Assert.Equal((EndpointOutcome.Done, 0), await Log.RecoverAsync(row, row.CreatedAt, Actor.Service, Cancel));

        async Task ChangeAsync(EndpointChange change) =>
            Assert.Equal(
                EndpointOutcome.Done,
                await Endpoints.ChangeAsync(account, endpoint, change, Actor.Service, Cancel)
            );
    }

    internal static async Task AddNoticeAsync(NpgsqlConnection connection, Guid account, string type, string data)
    {
        await using var batch = new NpgsqlBatch(connection);
        Notices.NoticeSql.AddNotice(batch, account, type, data);
        await batch.ExecuteNonQueryAsync(Cancel);
    }
}
