using Atelier.Data.Accepting;
using Atelier.Data.Connections;
using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Bench.Queue;

/// <summary>What one node has: a pool of its own and the stores on it.</summary>
internal sealed class StoreNode : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly AcceptStore _accepts;
    private readonly EndStore _ends;
    private readonly AcceptGroups? _acceptGroups;
    private readonly EndGroups? _endGroups;

    /// <param name="grouped">Whether accepts and endings are written in groups.</param>
    public StoreNode(string connectionString, bool grouped)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 80, Timeout = 60 };
        _database = Database.Open(settings.ConnectionString);
        (_accepts, _ends, Claims) = (new AcceptStore(_database), new EndStore(_database), new ClaimStore(_database));
        if (grouped)
        {
            _acceptGroups = new AcceptGroups(_accepts, _database, TimeProvider.System);
            _endGroups = new EndGroups(_ends, _database, TimeProvider.System);
        }
    }

    public Guid Id { get; } = Guid.CreateVersion7();

    public NpgsqlDataSource Pool => _database;

    public ClaimStore Claims { get; }

    public Task<AcceptOutcome> AcceptAsync(AcceptOrder order) =>
        _acceptGroups?.AcceptAsync(order, CancellationToken.None)
        ?? _accepts.AcceptAsync(order, CancellationToken.None);

    public Task<Ended?> EndAsync(Claim claim, Ending ending) =>
        _endGroups?.EndAsync(claim, ending) ?? _ends.EndAsync(claim, ending, CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        _acceptGroups?.Dispose();
        _endGroups?.Dispose();
        return _database.DisposeAsync();
    }
}
