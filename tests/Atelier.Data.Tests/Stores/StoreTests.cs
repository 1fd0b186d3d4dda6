using Atelier.Data.Accepting;
using Atelier.Data.Connections;
using Atelier.Data.Generations;
using Atelier.Data.Ledger;
using Atelier.Data.Queue;
using Atelier.TestKit.Houses;
using Npgsql;

namespace Atelier.Data.Tests.Stores;

/// <summary>An empty, migrated database for each test, with a lane without limit and a paid one of five places.</summary>
public abstract class StoreTests : IAsyncLifetime
{
    /// <summary>No capacity, no intents, as <c>local</c>.</summary>
    protected const string Open = "open";

    /// <summary>Capacity 5; a claim writes an intent.</summary>
    protected const string Paid = "paid";

    private readonly List<NpgsqlDataSource> _nodes = [];
    private TestHouse? _house;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal TestHouse House => _house!;

    internal Accepter Accepts => AcceptsOn(House.Data);

    internal ClaimStore Claims => new(House.Data);

    internal Ender Ends => EndsOn(House.Data);

    /// <summary>Whether accepts, steps and endings are written in groups; both ways must pass the same tests.</summary>
    protected virtual bool Grouped => false;

    internal LeaseStore Leases => new(House.Data);

    internal WorkStore Works => new(House.Data);

    public async ValueTask InitializeAsync()
    {
        _house = await HousePool.TakeAsync(Cancel);
        await new LaneStore(House.Data).SaveAsync(
            [new Lane(Open, null, Paid: false), new Lane(Paid, 5, Paid: true)],
            Cancel
        );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (_house is not null)
        {
            await HousePool.GiveBackAsync(_house, TestContext.Current.TestState?.Result == TestResult.Passed);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Another node: a pool of its own on the same database.</summary>
    internal NpgsqlDataSource AddNode(int connections = 20)
    {
        var settings = new NpgsqlConnectionStringBuilder(House.ConnectionString) { MaxPoolSize = connections };
        var node = Database.Open(settings.ConnectionString);
        _nodes.Add(node);
        return node;
    }

    internal Accepter AcceptsOn(NpgsqlDataSource node) => new(node, Grouped);

    internal Ender EndsOn(NpgsqlDataSource node) => new(node, Grouped);

    internal static ClaimOrder Wish(string lane, int most = 100) =>
        new(lane, Guid.CreateVersion7(), most, TimeSpan.FromSeconds(30));

    internal async Task<Claim> AcceptAndClaimAsync(Guid account, int count = 1, string lane = Open)
    {
        var order = Orders.For(account, lane, count);
        Assert.IsType<AcceptOutcome.Accepted>(await Accepts.AcceptAsync(order, Cancel));
        var claim = Assert.Single(await Claims.ClaimAsync(Wish(lane), Cancel));
        Assert.Equal(order.GenerationId, claim.GenerationId);
        return claim;
    }

    internal async Task AcceptAllAsync(IEnumerable<AcceptOrder> orders)
    {
        foreach (var order in orders)
        {
            Assert.IsType<AcceptOutcome.Accepted>(await Accepts.AcceptAsync(order, Cancel));
        }
    }

    internal async Task<LoadedWork?> ReadAsync(Guid generation)
    {
        using var reads = new WorkReads(House.Data, TimeProvider.System);
        return await reads.LoadAsync(generation, Cancel);
    }

    internal async Task<Work?> LoadAsync(Guid generation) => (await ReadAsync(generation))?.Work;

    internal Task<long> BalanceAsync(Guid account) =>
        House.ScalarAsync<long>("SELECT balance FROM accounts WHERE id = @account", new { account });

    internal Task<string?> StateAsync(Guid generation) =>
        House.ScalarAsync<string>("SELECT state FROM generations WHERE id = @generation", new { generation });

    internal Task<string?> QueueStateAsync(Guid generation) =>
        House.ScalarAsync<string>("SELECT state FROM queue WHERE generation_id = @generation", new { generation });

    internal async Task AssertBalancedAsync() =>
        Assert.Empty((await new LedgerStore(House.Data).CheckAsync(Cancel)).Problems);
}
