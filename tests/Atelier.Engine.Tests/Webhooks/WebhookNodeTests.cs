using Atelier.Data.Accounts;
using Atelier.Data.Secrets;
using Atelier.Data.Webhooks;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Views;
using Atelier.Engine.Webhooks;
using Atelier.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Webhooks;

/// <summary>Whole nodes on one database: both fan out, both send.</summary>
public sealed class WebhookNodeTests : KernelTests
{
    private static readonly MasterSecret Secret = MasterSecret.FromText(new string('n', 32));

    [Fact]
    public async Task Nodes_TwoAtOnce_TellEachEndOnce()
    {
        await using var receiver = new HookSocket();
        var nodes = new[] { await StartAsync(Setup()), await StartAsync(Setup()) };
        await AddEndpointAsync(nodes[0], receiver);

        var ids = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(index => nodes[index % 2].AcceptAsync(Account, $"a lighthouse {index}"))
        );
        foreach (var id in ids)
        {
            await nodes[0].WaitAsync(id, Account);
        }

        await UntilAsync("count(*) = 20 FROM webhook_deliveries WHERE state = 'delivered'");
        Assert.Equal(20, receiver.Ids.Count);
        Assert.Equal(20, receiver.Ids.Distinct().Count());
        Assert.Equal(20, await House.ScalarAsync<int>("SELECT count(DISTINCT generation_id) FROM webhook_messages"));
    }

    [Fact]
    public async Task Stop_ReceiverHangs_HandsTheMessageToTheNextNode()
    {
        await using var receiver = new HookSocket { Hang = true };
        var first = await StartAsync(Setup());
        await AddEndpointAsync(first, receiver);
        await first.WaitAsync(await first.AcceptAsync(Account, "a lighthouse"), Account);
        await UntilAsync("EXISTS (SELECT FROM webhook_deliveries WHERE claimed)");
        while (receiver.Ids.Count == 0)
        {
            await TestPause.NextAsync(Cancel);
        }

        await first.StopAsync();

        Assert.True(
            await House.ScalarAsync<bool>(
                "SELECT NOT claimed AND attempts = 0 AND state = 'pending' AND next_at <= now() FROM webhook_deliveries"
            )
        );
        receiver.Hang = false;
        await StartAsync(Setup());
        await UntilAsync("EXISTS (SELECT FROM webhook_deliveries WHERE state = 'delivered')");
        Assert.Equal(2, receiver.Ids.Count);
        Assert.Single(receiver.Ids.Distinct());
    }

    [Fact]
    public async Task Message_ThatCannotBeMade_IsNotedAndTriedLater()
    {
        await using var receiver = new HookSocket();
        var node = await StartAsync(Setup(new BrokenViews()));
        await AddEndpointAsync(node, receiver);
        await node.WaitAsync(await node.AcceptAsync(Account, "a lighthouse"), Account);

        await UntilAsync("EXISTS (SELECT FROM webhook_deliveries WHERE last_error = 'internal')");

        Assert.True(
            await House.ScalarAsync<bool>(
                """
                SELECT NOT claimed AND state = 'pending' AND tries = 1 AND next_at > last_at + interval '4 seconds'
                FROM webhook_deliveries
                """
            )
        );
        Assert.True(await House.ScalarAsync<bool>("SELECT failing_since IS NULL FROM webhook_endpoints"));
        // Nodes that could not even write it down took it again and again.
        await House.ExecuteAsync("UPDATE webhook_deliveries SET tries = 10, next_at = atelier.now()");
        await UntilAsync("EXISTS (SELECT FROM webhook_deliveries WHERE state = 'failed' AND tries = 11)");
        Assert.Empty(receiver.Ids);
    }

    [Fact]
    public async Task Message_OfPicturesThatWereErased_HasNothingToTell()
    {
        await using var receiver = new HookSocket();
        var node = await StartAsync(Setup());
        var id = await node.AcceptAsync(Account, "a lighthouse");
        await node.WaitAsync(id, Account);
        await House.ExecuteAsync("UPDATE images SET files = '{}', deleted_at = atelier.now()");
        await House.ExecuteAsync(
            "INSERT INTO generation_webhooks (generation_id, account_id, url) VALUES (@id, @Account, @url)",
            new
            {
                id,
                Account,
                url = receiver.Url.AbsoluteUri,
            }
        );

        await UntilAsync("EXISTS (SELECT FROM webhook_deliveries WHERE state = 'failed')");

        Assert.Equal("nothing_to_tell", await House.ScalarAsync<string>("SELECT last_error FROM webhook_deliveries"));
        Assert.Empty(receiver.Ids);
    }

    private static NodeSetup Setup(WebhookViews? views = null) =>
        new()
        {
            Services = services =>
            {
                services.AddSingleton(Secret);
                services.AddSingleton(views ?? new WebhookViews());
                services.AddWebhooks();
                services.PostConfigure<WebhookOptions>(options =>
                {
                    (options.AllowHttp, options.AllowPrivate) = (true, true);
                    options.Poll = TimeSpan.FromMilliseconds(20);
                    options.Gather = TimeSpan.FromMilliseconds(5);
                    options.Drain = TimeSpan.FromMilliseconds(50);
                });
            },
        };

    private async Task AddEndpointAsync(TestNode node, HookSocket receiver)
    {
        var wish = new EndpointChange { Url = receiver.Url };
        var (outcome, _) = await node.Get<EndpointStore>().CreateAsync(Account, wish, Actor.Service, Cancel);
        Assert.Equal(EndpointOutcome.Done, outcome);
    }

    private sealed class BrokenViews : WebhookViews
    {
        public override byte[] Of(GenerationDetail detail) => throw new KeyNotFoundException();
    }
}
