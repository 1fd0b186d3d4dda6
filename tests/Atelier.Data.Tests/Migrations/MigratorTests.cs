using Atelier.Data.Connections;
using Atelier.Data.Migrations;
using Atelier.TestKit.Postgres;
using Atelier.TestKit.Racing;
using Dapper;
using Npgsql;

namespace Atelier.Data.Tests.Migrations;

public sealed class MigratorTests : IAsyncLifetime
{
    // Of this database: those of other tests are seen too.
    private const string LocksSql = """
        SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database
        WHERE locktype = 'advisory' AND d.datname = current_database()
        """;

    private TestDatabase? _empty;
    private NpgsqlDataSource? _data;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _empty = await TestPostgres.CreateDatabaseAsync(Cancel);
        _data = Database.Open(_empty.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _data!.DisposeAsync();
        await _empty!.DisposeAsync();
    }

    [Fact]
    public async Task MigrateAsync_EmptyDatabase_AppliesAllAndThenNothing()
    {
        Assert.Equal(Migration.All.Count, await Migrator.MigrateAsync(_data!, Cancel));
        var before = await AskAsync<string>("SELECT string_agg(m::text, '') FROM migrations m");

        Assert.Equal(0, await Migrator.MigrateAsync(_data!, Cancel));

        Assert.Equal(before, await AskAsync<string>("SELECT string_agg(m::text, '') FROM migrations m"));
        Assert.Equal(0, await AskAsync<long>("SELECT count(*) FROM accounts"));
    }

    [Fact]
    public async Task MigrateAsync_FourNodesAtOnce_ApplyEachFileOnce()
    {
        await using var other = Database.Open(_empty!.ConnectionString);

        var applied = await Together.RunAsync(
            4,
            index => Migrator.MigrateAsync(index % 2 == 0 ? _data! : other, Cancel)
        );

        Assert.Equal(Migration.All.Count, applied.Sum());
        Assert.Equal(Migration.All.Count, await AskAsync<long>("SELECT count(*) FROM migrations"));
        Assert.Equal(0, await AskAsync<long>(LocksSql));
    }

    [Fact]
    public async Task MigrateAsync_OtherNodeTakesLongerThanACommandMay_Waits()
    {
        var settings = new NpgsqlConnectionStringBuilder(_empty!.ConnectionString) { CommandTimeout = 1 };
        await using var impatient = Database.Open(settings.ConnectionString);
        await using var other = await _data!.OpenConnectionAsync(Cancel);
        await other.ExecuteAsync("SELECT pg_advisory_lock(@AdvisoryLock)", new { Migrator.AdvisoryLock });

        var migrating = Migrator.MigrateAsync(impatient, Cancel);
        await other.ExecuteAsync("SELECT pg_sleep(1.5)");
        Assert.False(migrating.IsCompleted);
        await other.ExecuteAsync("SELECT pg_advisory_unlock(@AdvisoryLock)", new { Migrator.AdvisoryLock });

        Assert.Equal(Migration.All.Count, await migrating);
    }

    [Fact]
    public async Task MigrateAsync_NewerSchema_IsRefusedUntouchedWithTheWayOut()
    {
        await Migrator.MigrateAsync(_data!, Cancel);
        await AskAsync<int>("INSERT INTO migrations (number, name) VALUES (9999, 'from the future')");

        for (var start = 0; start < 2; start++)
        {
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
                Migrator.MigrateAsync(_data!, Cancel)
            );

            Assert.Contains("9999", refused.Message, StringComparison.Ordinal);
            Assert.Contains("start the newer version", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(Migration.All.Count + 1, await AskAsync<long>("SELECT count(*) FROM migrations"));
        Assert.Equal(0, await AskAsync<long>(LocksSql));
    }

    [Fact]
    public async Task MigrateAsync_FileThatFails_LeavesNoTraceAndCanBeRepeated()
    {
        await AskAsync<int>("CREATE SCHEMA atelier; CREATE TABLE atelier.queue (in_the_way int)");

        await Assert.ThrowsAsync<PostgresException>(() => Migrator.MigrateAsync(_data!, Cancel));

        Assert.Equal(0, await AskAsync<long>("SELECT count(*) FROM migrations"));
        Assert.Null(await AskAsync<string>("SELECT to_regclass('atelier.accounts')::text"));
        await AskAsync<int>("DROP TABLE queue");
        Assert.Equal(Migration.All.Count, await Migrator.MigrateAsync(_data!, Cancel));
    }

    [Fact]
    public void All_Files_AreNumberedWithoutGaps() =>
        Assert.Equal(Enumerable.Range(1, Migration.All.Count), Migration.All.Select(migration => migration.Number));

    [Fact]
    public async Task Offers_KnownSoFar_GoToTheOneThatPlansNamedLast()
    {
        var file = Migration.All.Single(migration => migration.Name == "0020_offers");

        var kept = await AskAsync<string>(
            $$"""
            CREATE SCHEMA old;
            SET search_path = old;
            CREATE TABLE generations (id int, plan jsonb);
            CREATE TABLE offer_health (model text, provider text, style text, failures int, PRIMARY KEY (model, provider, style));
            INSERT INTO offer_health VALUES ('twin', 'piapi', '', 3), ('twin', 'piapi', 'photo', 2), ('gone', 'piapi', '', 1);
            INSERT INTO generations VALUES
              (1, '{"chain": [{"model": "twin", "provider": "piapi", "provider_model": "first"}]}'),
              (2, '{"chain": [{"model": "twin", "provider": "piapi", "provider_model": "second"}]}'),
              (3, '{"chain": [{"model": "twin", "provider": "piapi"}, {"model": "gone", "provider": "openai", "provider_model": "g"}]}');
            {{file.Sql}}
            INSERT INTO offer_health VALUES ('twin', 'piapi', '', 9, 'first');
            SELECT string_agg(concat_ws(' ', model, provider_model, nullif(style, ''), failures), ', ' ORDER BY failures)
            FROM offer_health;
            """
        );

        Assert.Equal("twin second photo 2, twin second 3, twin first 9", kept);
    }

    private async Task<T?> AskAsync<T>(string sql)
    {
        await using var connection = await _data!.OpenConnectionAsync(Cancel);
        return await connection.ExecuteScalarAsync<T>(sql);
    }
}
