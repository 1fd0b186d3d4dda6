using Atelier.Data.Accepting;
using Atelier.Data.Tests.Stores;
using Atelier.Data.Webhooks;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Webhooks;

/// <summary>Addresses of single generations, accepted one by one.</summary>
public class GenerationWebhookTests : WebhookTests
{
    private static readonly GenerationWebhook Hook = new(new Uri("https://example.com/one"), null);

    [Fact]
    public async Task RunAsync_GenerationWithAnAddress_IsToldOnceThoughNodesRace()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        var told = await EndOneAsync(account, webhook: Hook);
        await EndOneAsync(account);
        var nodes = new[] { new FanOutStore(AddNode()), new FanOutStore(AddNode()) };

        var rounds = await Together.RunAsync(10, index => nodes[index % 2].RunAsync(Cancel));

        Assert.Equal(1, rounds.Sum(round => round.Messages));
        Assert.Equal([(null, "generation.completed", told)], await MessagesAsync());
        var claim = Assert.Single(await Deliveries.ClaimAsync(Send(), Cancel));
        Assert.Equal(("https://example.com/one", (Guid?)null), (claim.Url, claim.EndpointId));
    }

    [Fact]
    public async Task RunAsync_GenerationThatRuns_IsNotTold()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        await AcceptAllAsync([Orders.For(account) with { Webhook = Hook }]);

        Assert.Equal(0, await FanAllAsync());

        var claim = Assert.Single(await Claims.ClaimAsync(Wish(Open), Cancel));
        await Ends.EndAsync(claim, Orders.Failed(), Cancel);
        Assert.Equal(1, await FanAllAsync());
    }

    [Fact]
    public async Task RunAsync_TypeThatIsNotWanted_IsNeverTold()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        var wanted = Hook with { Events = ["generation.failed"] };
        await EndOneAsync(account, webhook: wanted);
        var failed = await EndOneAsync(account, Orders.Failed(), wanted);

        Assert.Equal(1, await FanAllAsync());

        Assert.Equal([(null, "generation.failed", failed)], await MessagesAsync());
        Assert.Equal(0, await House.ScalarAsync<int>("SELECT count(*) FROM generation_webhooks WHERE told_at IS NULL"));
    }

    [Fact]
    public async Task AcceptAsync_Refused_LeavesNoAddress()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);

        Assert.IsType<AcceptOutcome.TooFewCredits>(
            await Accepts.AcceptAsync(Orders.For(account) with { Webhook = Hook }, Cancel)
        );

        Assert.Equal(0, await House.ScalarAsync<int>("SELECT count(*) FROM generation_webhooks"));
    }
}

/// <summary>The same, accepted in groups.</summary>
public sealed class GroupedGenerationWebhookTests : GenerationWebhookTests
{
    protected override bool Grouped => true;
}
