using System.Net.Sockets;
using Npgsql;

namespace Atelier.Data.Cluster;

/// <summary>Waits until the server answers, and sees to it that our database is there.</summary>
internal static class Readiness
{
    private const string InvalidCatalogName = "3D000";
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    // Recovery after a power cut replays up to max_wal_size, which takes minutes on a slow disk.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task WaitAsync(
        Postmaster postmaster,
        ClusterHome home,
        string connectionString,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var start = time.GetTimestamp();
        while (!await TryReachAsync(connectionString, cancellationToken))
        {
            if (postmaster.Ended.IsCompleted)
                throw new ClusterException(
                    $"PostgreSQL ended while starting ({await ReasonAsync(postmaster, home)}): see {home.Log}."
                );
            if (time.GetElapsedTime(start) > Patience)
                throw new ClusterException(
                    $"PostgreSQL did not answer within {Patience.TotalMinutes:0} minutes: see {home.Log}."
                );
            await Task.Delay(Step, time, cancellationToken);
        }
    }

    private static async Task<bool> TryReachAsync(string connectionString, CancellationToken cancellationToken)
    {
        // Outside the pool, so that nothing of the waiting stays open.
        var probe = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(probe.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == InvalidCatalogName)
        {
            await CreateDatabaseAsync(probe, cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow)
        {
            return false;
        }
        catch (NpgsqlException e) when (e.InnerException is SocketException or IOException or TimeoutException)
        {
            return false;
        }
    }

    private static async Task CreateDatabaseAsync(
        NpgsqlConnectionStringBuilder probe,
        CancellationToken cancellationToken
    )
    {
        var name = new NpgsqlCommandBuilder().QuoteIdentifier(probe.Database!);
        probe.Database = "postgres";
        await using var connection = new NpgsqlConnection(probe.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var create = connection.CreateCommand();
        create.CommandText = $"CREATE DATABASE {name}";
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string> ReasonAsync(Postmaster postmaster, ClusterHome home)
    {
        var complaint = ClusterFiles.OneLine(await postmaster.Ended);
        if (complaint.Length > 0 || !File.Exists(home.Log))
            return complaint;
        var fatal = File.ReadLines(home.Log).LastOrDefault(line => line.Contains("FATAL:", StringComparison.Ordinal));
        return fatal is null ? "no reason given" : fatal[fatal.IndexOf("FATAL:", StringComparison.Ordinal)..];
    }
}
