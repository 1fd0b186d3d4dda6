using Atelier.Data.Accounts;
using Atelier.Data.Auditing;
using Atelier.Data.Webhooks;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Webhooks;

public sealed class EndpointTests : WebhookTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task CreateAsync_ManyAtOnceOnTwoNodes_MakesTwenty()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var nodes = new[] { StoreOn(), StoreOn() };

        var made = await Together.RunAsync(
            60,
            index => nodes[index % 2].CreateAsync(account, At(), Actor.Service, Cancel)
        );

        Assert.Equal(20, made.Count(one => one.Outcome is EndpointOutcome.Done));
        Assert.Equal(20, (await Endpoints.ListAsync(account, Cancel)).Count);
    }

    [Fact]
    public async Task CreateAsync_Secret_IsReadableNowhereInTheDatabase()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var (endpoint, text) = (await Endpoints.CreateAsync(account, At(), Actor.Service, Cancel)).Made!.Value;
        var own = Assert.Single(await Secrets.LiveAsync(account, null, Cancel));

        var live = Assert.Single(await Secrets.LiveAsync(account, endpoint.Id, Cancel));
        Assert.Equal(text, WebhookSecret.ToText(live));
        Assert.Equal(32, live.Length);
        foreach (var secret in new[] { live, own })
        {
            Assert.Equal(
                0,
                await House.ScalarAsync<int>(
                    "SELECT count(*) FROM webhook_secrets WHERE position(@secret IN sealed) > 0",
                    new { secret }
                )
            );
        }

        var audit = Assert.Single(await new AuditStore(House.Data).ListAsync(account, null, 10, Cancel));
        Assert.Equal(("webhook.create", endpoint.Id.ToString(), "{}"), (audit.Action, audit.Subject, audit.Details));
    }

    [Fact]
    public async Task LiveAsync_OfTheAccountByManyAtOnce_IsOneSecret()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var nodes = new[] { new WebhookSecretStore(AddNode(), Master), new WebhookSecretStore(AddNode(), Master) };

        var found = await Together.RunAsync(20, index => nodes[index % 2].LiveAsync(account, null, Cancel));

        Assert.Single(found.Select(live => Convert.ToHexString(Assert.Single(live))).Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RotateAsync_WithAnOverlap_BothSignUntilItIsOver(bool ofAnEndpoint)
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        Guid? endpoint = ofAnEndpoint ? await AddEndpointAsync(account) : null;
        var first = Assert.Single(await Secrets.LiveAsync(account, endpoint, Cancel));

        var (outcome, text) = await Secrets.RotateAsync(account, endpoint, Day, Actor.Service, Cancel);

        Assert.Equal(EndpointOutcome.Done, outcome);
        var both = await Secrets.LiveAsync(account, endpoint, Cancel);
        Assert.Equal([text, WebhookSecret.ToText(first)], both.Select(WebhookSecret.ToText));
        await House.MoveClockAsync(Day + TimeSpan.FromSeconds(1));
        Assert.Equal([text], (await Secrets.LiveAsync(account, endpoint, Cancel)).Select(WebhookSecret.ToText));
    }

    [Fact]
    public async Task RotateAsync_AgainAndAgain_IsRefusedUnlessItEndsTheOthers()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var endpoint = await AddEndpointAsync(account);
        await Secrets.RotateAsync(account, endpoint, Day, Actor.Service, Cancel);
        await Secrets.RotateAsync(account, endpoint, Day, Actor.Service, Cancel);

        var (refused, none) = await Secrets.RotateAsync(account, endpoint, Day, Actor.Service, Cancel);

        Assert.Equal((EndpointOutcome.TooManySecrets, null), (refused, none));
        Assert.Equal(3, (await Secrets.LiveAsync(account, endpoint, Cancel)).Count);
        var (_, text) = await Secrets.RotateAsync(account, endpoint, TimeSpan.Zero, Actor.Service, Cancel);
        Assert.Equal([text], (await Secrets.LiveAsync(account, endpoint, Cancel)).Select(WebhookSecret.ToText));
    }

    [Fact]
    public async Task AnyWish_AboutAnotherAccountsEndpoint_FindsNothing()
    {
        var (ann, ben) = (
            await House.AddAccountAsync(1, cancellationToken: Cancel),
            await House.AddAccountAsync(1, cancellationToken: Cancel)
        );
        var anns = await AddEndpointAsync(ann);

        Assert.Null(await Endpoints.FindAsync(ben, anns, Cancel));
        Assert.Empty(await Endpoints.ListAsync(ben, Cancel));
        Assert.Equal(EndpointOutcome.NotFound, await Endpoints.ChangeAsync(ben, anns, new(), Actor.Service, Cancel));
        Assert.Equal(
            EndpointOutcome.NotFound,
            (await Secrets.RotateAsync(ben, anns, Day, Actor.Service, Cancel)).Outcome
        );
        Assert.Equal(EndpointOutcome.NotFound, await Endpoints.BarAsync(ben, anns, Actor.Service, Cancel));
        Assert.False(await Endpoints.DeleteAsync(ben, anns, Actor.Service, Cancel));
        Assert.NotNull(await Endpoints.FindAsync(ann, anns, Cancel));
    }

    [Fact]
    public async Task ChangeAsync_SingleFields_LeavesTheOthers()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var endpoint = await AddEndpointAsync(account, "example.com", "generation.failed");
        await AddMessagesAsync(account, endpoint);

        await ChangeAsync(new EndpointChange { Description = "Ours", Url = new Uri("https://example.org/new") });
        var row = (await Endpoints.FindAsync(account, endpoint, Cancel))!;
        Assert.Equal(("Ours", "https://example.org/new"), (row.Description, row.Url));
        Assert.Equal(["generation.failed"], row.Events!);
        Assert.Equal("https://example.org/new", Assert.Single(await Deliveries.ClaimAsync(Send(), Cancel)).Url);

        await ChangeAsync(new EndpointChange { Description = "", AllEvents = true });
        row = (await Endpoints.FindAsync(account, endpoint, Cancel))!;
        Assert.Equal((null, null, "https://example.org/new"), (row.Description, row.Events, row.Url));

        async Task ChangeAsync(EndpointChange change) =>
            Assert.Equal(
                EndpointOutcome.Done,
                await Endpoints.ChangeAsync(account, endpoint, change, Actor.Service, Cancel)
            );
    }

    [Fact]
    public async Task BarAsync_ByTheOperator_IsFinalForTheOwner()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var endpoint = await AddEndpointAsync(account);
        await AddMessagesAsync(account, endpoint);

        Assert.Equal(EndpointOutcome.Done, await Endpoints.BarAsync(account, endpoint, Actor.Service, Cancel));

        Assert.Empty(await Deliveries.ClaimAsync(Send(), Cancel));
        var revive = new EndpointChange { Disabled = false };
        Assert.Equal(
            EndpointOutcome.Barred,
            await Endpoints.ChangeAsync(account, endpoint, revive, Actor.Service, Cancel)
        );
        Assert.Equal("operator", (await Endpoints.FindAsync(account, endpoint, Cancel))!.DisabledBy);
    }

    [Fact]
    public async Task SweepAsync_AfterThirtyDays_ForgetsWhatWasSent()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var endpoint = await AddEndpointAsync(account);
        await EndOneAsync(account, webhook: new GenerationWebhook(new Uri("https://example.com/one"), null));
        await FanAllAsync();
        foreach (var claim in await Deliveries.ClaimAsync(Send(), Cancel))
        {
            await Deliveries.NoteAsync(claim, Ok(), Cancel);
        }

        await Secrets.RotateAsync(account, endpoint, Day, Actor.Service, Cancel);
        await House.MoveClockAsync(TimeSpan.FromDays(29));
        await AddMessagesAsync(account, endpoint);
        var sut = new WebhookKeeping(House.Data);
        // The old secret.
        Assert.Equal(1, await sut.SweepAsync(Cancel));
        await House.MoveClockAsync(TimeSpan.FromDays(2));

        // Two messages and the generation's address.
        Assert.Equal(3, await sut.SweepAsync(Cancel));

        Assert.Equal("webhook.test", Assert.Single(await MessagesAsync()).Type);
    }

    [Fact]
    public async Task EraseAsync_OfAnAccount_ForgetsAllOfItAndNothingElse()
    {
        var (ann, ben) = (
            await House.AddAccountAsync(10, cancellationToken: Cancel),
            await House.AddAccountAsync(10, cancellationToken: Cancel)
        );
        foreach (var account in new[] { ann, ben })
        {
            await AddMessagesAsync(account, await AddEndpointAsync(account));
            await Secrets.LiveAsync(account, null, Cancel);
            await EndOneAsync(account, webhook: new GenerationWebhook(new Uri("https://example.com/one"), null));
        }

        await FanAllAsync();
        await using var connection = await House.Data.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        var sut = new WebhookKeeping(House.Data);
        Assert.True(await sut.EraseAsync(connection, transaction, ann, Cancel) >= 4);
        await transaction.CommitAsync(Cancel);

        foreach (
            var table in new[]
            {
                "webhook_endpoints",
                "webhook_secrets",
                "webhook_messages",
                "webhook_deliveries",
                "generation_webhooks",
            }
        )
        {
            Assert.Equal(0, await CountAsync(table, ann));
            Assert.InRange(await CountAsync(table, ben), 1, 3);
        }

        Task<int> CountAsync(string table, Guid account) =>
            House.ScalarAsync<int>($"SELECT count(*) FROM {table} WHERE account_id = @account", new { account });
    }

    private EndpointStore StoreOn()
    {
        var node = AddNode();
        return new EndpointStore(node, new WebhookSecretStore(node, Master));
    }
}
