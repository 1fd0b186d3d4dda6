using Atelier.TestKit.Postgres;
using Npgsql;

namespace Atelier.Data.Tests.Cluster;

public sealed class TestPostgresTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateDatabaseAsync_Template_IsPreparedOnceAndCopied()
    {
        var prepared = 0;
        async Task PrepareAsync(string address)
        {
            prepared++;
            await RunAsync(address, "CREATE TABLE things (id int)");
        }

        var both = await Task.WhenAll(
            TestPostgres.CreateDatabaseAsync("copied once", PrepareAsync, Cancel),
            TestPostgres.CreateDatabaseAsync("copied once", PrepareAsync, Cancel)
        );
        await using var first = both[0];
        await using var second = both[1];
        await RunAsync(first.ConnectionString, "INSERT INTO things VALUES (1)");

        Assert.Equal(1, prepared);
        Assert.Equal(1L, await RunAsync(first.ConnectionString, "SELECT count(*) FROM things"));
        Assert.Equal(0L, await RunAsync(second.ConnectionString, "SELECT count(*) FROM things"));
    }

    [Fact]
    public async Task DisposeAsync_SomebodyConnected_DropsAnyway()
    {
        var database = await TestPostgres.CreateDatabaseAsync(Cancel);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Cancel);

        await database.DisposeAsync();

        var gone = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(database.ConnectionString, "SELECT 1"));
        Assert.Equal("3D000", gone.SqlState);
    }

    private static async Task<object?> RunAsync(string address, string sql)
    {
        await using var source = NpgsqlDataSource.Create(address);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
