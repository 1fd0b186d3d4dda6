using Atelier.Data.Accepting;
using Atelier.Data.Accounts;
using Atelier.Data.Generations;
using Atelier.Data.Secrets;
using Atelier.Data.Tests.Stores;
using Atelier.Data.Webhooks;
using Dapper;
using Npgsql;

namespace Atelier.Data.Tests.Webhooks;

/// <summary>A house with webhooks: endpoints, generations that end, and what was made of them.</summary>
public abstract class WebhookTests : StoreTests
{
    internal static readonly MasterSecret Master = MasterSecret.FromText(new string('w', 32));

    internal WebhookSecretStore Secrets => new(House.Data, Master);

    internal EndpointStore Endpoints => new(House.Data, Secrets);

    internal FanOutStore FanOut => new(House.Data);

    internal DeliveryStore Deliveries => new(House.Data);

    internal DeliveryLog Log => new(House.Data);

    internal static EndpointChange At(string host = "example.com", params string[] events) =>
        new() { Url = new Uri($"https://{host}/hook"), Events = events.Length > 0 ? events : null };

    internal static ClaimWish Send(int most = 100, int perHost = 2, int perAccount = 8) =>
        new(most, perHost, perAccount, TimeSpan.FromSeconds(30));

    internal static DeliveryNote Ok() => new(null, 204, TimeSpan.FromMilliseconds(12), null);

    internal static DeliveryNote Bad(TimeSpan? again = null, int? status = 500) =>
        new(status == 410 ? "gone" : "status", status, TimeSpan.FromMilliseconds(12), again);

    internal async Task<Guid> AddEndpointAsync(Guid account, string host = "example.com", params string[] events)
    {
        var (_, made) = await Endpoints.CreateAsync(account, At(host, events), Actor.Service, Cancel);
        return made!.Value.Endpoint.Id;
    }

    /// <summary>Accepts a generation and ends it, delivered unless told otherwise.</summary>
    internal async Task<Guid> EndOneAsync(Guid account, Ending? ending = null, GenerationWebhook? webhook = null)
    {
        var order = Orders.For(account) with { Webhook = webhook };
        Assert.IsType<AcceptOutcome.Accepted>(await Accepts.AcceptAsync(order, Cancel));
        var claim = Assert.Single(await Claims.ClaimAsync(Wish(Open, 100), Cancel));
        await Ends.EndAsync(claim, ending ?? Orders.Delivered(), Cancel);
        return order.GenerationId;
    }

    /// <summary>Fans out until nothing is left.</summary>
    internal async Task<int> FanAllAsync(FanOutStore? store = null)
    {
        var all = 0;
        FanOutRound round;
        do
        {
            round = await (store ?? FanOut).RunAsync(Cancel);
            all += round.Messages;
        } while (round.More);

        return all;
    }

    /// <summary>Adds test messages to an endpoint and answers their ids, the oldest first.</summary>
    internal async Task<List<Guid>> AddMessagesAsync(Guid account, Guid endpoint, int count = 1)
    {
        var row = (await Endpoints.FindAsync(account, endpoint, Cancel))!;
        var ids = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            var (outcome, id) = await Log.TestAsync(row, TimeProvider.System.GetUtcNow(), Actor.Service, Cancel);
            Assert.Equal(EndpointOutcome.Done, outcome);
            ids.Add(id);
        }

        return ids;
    }

    internal async Task<List<(Guid? Endpoint, string Type, Guid? Generation)>> MessagesAsync()
    {
        await using NpgsqlConnection connection = await House.Data.OpenConnectionAsync(Cancel);
        var rows = await connection.QueryAsync<(Guid?, string, Guid?)>(
            """
            SELECT m.endpoint_id, m.type, m.generation_id FROM webhook_messages m
            JOIN webhook_deliveries d ON d.message_id = m.id ORDER BY d.number
            """
        );
        return rows.AsList();
    }
}
