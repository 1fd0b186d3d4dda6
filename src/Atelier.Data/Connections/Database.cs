using Dapper;
using Npgsql;

namespace Atelier.Data.Connections;

/// <summary>Opens the data source all stores share.</summary>
public static class Database
{
    static Database() => SqlMapper.AddTypeHandler(new TimestampHandler());

    /// <summary>A pool on this database, with our schema on the search path and hot statements prepared by themselves.</summary>
    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Not "$user": a role named like a schema would hide our tables.
            SearchPath = "atelier",
            MaxAutoPrepare = 60,
            ApplicationName = "atelier",
            // Days and months are UTC's, whatever zone the server was set up with.
            Timezone = "UTC",
            // A session carries nothing from one user to the next: what is set is set for a transaction, and who listens stops.
            NoResetOnClose = true,
            // A connection that only listens would never notice that the other end is gone.
            KeepAlive = 30,
        };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UsePhysicalConnectionInitializer(
            connection => Initialize(connection),
            async connection => await InitializeAsync(connection)
        );
        return builder.Build();
    }

    // A node that stands still in the middle of a transaction holds its locks, and with them everybody. Before an intent
    // is too old to be sent, it loses them: what it wanted to write is fenced anyway.
    private const string NeverIdleSql = "SET idle_in_transaction_session_timeout = '4s'";

    private static void Initialize(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(NeverIdleSql, connection);
        command.ExecuteNonQuery();
    }

    private static async Task InitializeAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(NeverIdleSql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
