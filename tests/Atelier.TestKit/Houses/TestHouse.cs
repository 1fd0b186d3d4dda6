using Atelier.Data.Accounts;
using Atelier.Data.Connections;
using Atelier.Data.Migrations;
using Atelier.TestKit.Postgres;
using Atelier.TestKit.Time;
using Dapper;
using Npgsql;

namespace Atelier.TestKit.Houses;

/// <summary>A database with our schema, and short ways to fill it and to move its clock.</summary>
public sealed class TestHouse : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private TestHouse(TestDatabase database)
    {
        _database = database;
        Data = Database.Open(database.ConnectionString);
    }

    public string ConnectionString => _database.ConnectionString;

    public NpgsqlDataSource Data { get; }

    /// <summary>A new database, copied from one that was migrated once for the process.</summary>
    public static async Task<TestHouse> OpenAsync(CancellationToken cancellationToken) =>
        new(await TestPostgres.CreateDatabaseAsync("house", MigrateAsync, cancellationToken));

    /// <summary>An account with credits to spend.</summary>
    /// <param name="credits">Whole credits.</param>
    public Task<Guid> AddAccountAsync(
        int credits,
        int? maxActive = null,
        CancellationToken cancellationToken = default
    ) => AddAccountAsync(credits, "premium", maxActive, cancellationToken);

    /// <summary>An account of a tier, with credits to spend.</summary>
    /// <param name="credits">Whole credits.</param>
    /// <param name="tier">free, paid or premium; pictures of free accounts carry the mark.</param>
    public Task<Guid> AddAccountAsync(
        int credits,
        string tier,
        int? maxActive = null,
        CancellationToken cancellationToken = default
    ) =>
        new AccountStore(Data).CreateAsync(new NewAccount("Test", tier, credits * 1000L, maxActive), cancellationToken);

    /// <summary>A key of the account, with all scopes unless told otherwise.</summary>
    public async Task<string> AddKeyAsync(Guid accountId, params string[] scopes)
    {
        var secret = ApiKeySecret.Create();
        await new KeyStore(Data).SaveAsync(
            accountId,
            "test",
            secret,
            scopes.Length > 0 ? scopes : ["generate", "admin"],
            CancellationToken.None
        );
        return secret;
    }

    /// <summary>A photo session of an account, without its picture.</summary>
    public async Task<Guid> AddPhotoSessionAsync(Guid accountId) =>
        await ScalarAsync<Guid>(
            "INSERT INTO photo_sessions (id, account_id) VALUES (gen_random_uuid(), @accountId) RETURNING id",
            new { accountId }
        );

    /// <summary>
    /// A connection for a test that holds locks while others wait. It may stand idle in a transaction for as long as the machine
    /// takes; the service's may for four seconds.
    /// </summary>
    public async Task<NpgsqlConnection> OpenHolderAsync(CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString) { SearchPath = "atelier", Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    /// <summary>Moves PostgreSQL's clock as the service sees it.</summary>
    public Task MoveClockAsync(TimeSpan by) => ExecuteAsync(HouseClock.MoveSql(by));

    public async Task<T?> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Data.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<T>(sql, parameters);
    }

    public async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await Data.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, parameters);
    }

    public async ValueTask DisposeAsync()
    {
        await Data.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task MigrateAsync(string connectionString)
    {
        await using var data = Database.Open(connectionString);
        await Migrator.MigrateAsync(data, CancellationToken.None);
    }
}
