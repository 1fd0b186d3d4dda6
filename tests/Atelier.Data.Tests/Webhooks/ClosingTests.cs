using Atelier.Data.Accounts;
using Atelier.Data.Webhooks;
using Atelier.TestKit.Time;
using Dapper;

namespace Atelier.Data.Tests.Webhooks;

/// <summary>Accounts that are closed or erased while something is done about their webhooks.</summary>
public sealed class ClosingTests : WebhookTests
{
    [Theory]
    [InlineData("create")]
    [InlineData("change")]
    [InlineData("test")]
    [InlineData("rotate")]
    [InlineData("rotate its own")]
    [InlineData("first secret")]
    public async Task AnyWish_AccountIsClosedMeanwhile_IsRefused(string what)
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var endpoint = await AddEndpointAsync(account);
        var row = (await Endpoints.FindAsync(account, endpoint, Cancel))!;
        await using var connection = await House.OpenHolderAsync(Cancel);
        await using var closing = await connection.BeginTransactionAsync(Cancel);
        await connection.ExecuteAsync("SELECT 1 FROM accounts WHERE id = @account FOR UPDATE", new { account });
        await connection.ExecuteAsync(
            "UPDATE accounts SET closed_at = atelier.now() WHERE id = @account",
            new { account }
        );

        var wish = WishAsync();
        await UntilOneWaitsAsync(wish);
        await closing.CommitAsync(Cancel);

        Assert.Equal(EndpointOutcome.Closed, await wish);
        Assert.Equal(1, await House.ScalarAsync<int>("SELECT count(*) FROM webhook_endpoints"));
        Assert.Equal(1, await House.ScalarAsync<int>("SELECT count(*) FROM webhook_secrets"));
        Assert.Empty(await MessagesAsync());

        async Task<EndpointOutcome> WishAsync() =>
            what switch
            {
                "create" => (await Endpoints.CreateAsync(account, At(), Actor.Service, Cancel)).Outcome,
                "change" => await Endpoints.ChangeAsync(account, endpoint, new(), Actor.Service, Cancel),
                "test" => (await Log.TestAsync(row, row.CreatedAt, Actor.Service, Cancel)).Outcome,
                "rotate" => (
                    await Secrets.RotateAsync(account, endpoint, TimeSpan.Zero, Actor.Service, Cancel)
                ).Outcome,
                "rotate its own" => (
                    await Secrets.RotateAsync(account, null, TimeSpan.Zero, Actor.Service, Cancel)
                ).Outcome,
                _ => (await Secrets.LiveAsync(account, null, Cancel)).Count > 0
                    ? EndpointOutcome.Done
                    : EndpointOutcome.Closed,
            };
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("bar")]
    [InlineData("rotate")]
    public async Task AnyWish_AccountIsErasedMeanwhile_NeitherBreaksTheOther(string what)
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var endpoint = await AddEndpointAsync(account);
        await AddMessagesAsync(account, endpoint);
        var claim = Assert.Single(await Deliveries.ClaimAsync(Send(), Cancel));
        await using var connection = await House.OpenHolderAsync(Cancel);
        await using var erasing = await connection.BeginTransactionAsync(Cancel);
        await connection.ExecuteAsync("SELECT 1 FROM accounts WHERE id = @account FOR UPDATE", new { account });

        var wish = WishAsync();
        await UntilOneWaitsAsync(wish);
        await new WebhookKeeping(House.Data).EraseAsync(connection, erasing, account, Cancel);
        await erasing.CommitAsync(Cancel);

        await wish;
        Assert.Equal(0, await House.ScalarAsync<int>("SELECT count(*) FROM webhook_secrets"));
        Assert.Equal(0, await House.ScalarAsync<int>("SELECT count(*) FROM notices"));

        Task WishAsync() =>
            what switch
            {
                "gone" => Deliveries.NoteAsync(claim, Bad(status: 410), Cancel),
                "bar" => Endpoints.BarAsync(account, endpoint, Actor.Service, Cancel),
                _ => Secrets.RotateAsync(account, endpoint, TimeSpan.Zero, Actor.Service, Cancel),
            };
    }

    [Fact]
    public async Task RunAsync_ClosedAccount_IsToldNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await AddEndpointAsync(account);
        await EndOneAsync(account, webhook: new GenerationWebhook(new Uri("https://example.com/one"), null));
        await House.ExecuteAsync("UPDATE accounts SET closed_at = atelier.now()");

        Assert.Equal(0, await FanAllAsync());

        // Its endpoints go on where they were when it is opened again; the end of that generation is past.
        await House.ExecuteAsync("UPDATE accounts SET closed_at = NULL");
        Assert.Equal(1, await FanAllAsync());
        Assert.NotNull(Assert.Single(await MessagesAsync()).Endpoint);
    }

    [Fact]
    public async Task ClaimAsync_ClosedAccount_IsNotSentAndEnds()
    {
        var (ann, ben) = (
            await House.AddAccountAsync(1, cancellationToken: Cancel),
            await House.AddAccountAsync(1, cancellationToken: Cancel)
        );
        var anns = await AddEndpointAsync(ann);
        await AddMessagesAsync(ann, anns, 3);
        var bens = await AddMessagesAsync(ben, await AddEndpointAsync(ben));
        await House.ExecuteAsync("UPDATE accounts SET closed_at = atelier.now() WHERE id = @ann", new { ann });

        Assert.Equal(bens, (await Deliveries.ClaimAsync(Send(), Cancel)).Select(claim => claim.MessageId));
        await new WebhookKeeping(House.Data).SweepAsync(Cancel);

        Assert.All(
            await Log.ListAsync(anns, null, 10, Cancel),
            row => Assert.Equal(("failed", "account_closed"), (row.State, row.LastError))
        );
        Assert.Equal(
            1,
            await House.ScalarAsync<int>("SELECT count(*) FROM webhook_deliveries WHERE state = 'pending'")
        );
    }

    private async Task UntilOneWaitsAsync(Task wish)
    {
        const string sql =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while (!wish.IsCompleted && await House.ScalarAsync<int>(sql) == 0)
        {
            await TestPause.NextAsync(Cancel);
        }
    }
}
