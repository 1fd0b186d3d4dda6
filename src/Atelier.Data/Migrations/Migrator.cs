using Dapper;
using Npgsql;

namespace Atelier.Data.Migrations;

/// <summary>Brings the schema up to date: plain SQL files, in order, each in its own transaction.</summary>
public static class Migrator
{
    // Any number will do, as long as every node uses the same.
    internal const long AdvisoryLock = 0x4174656c696572;

    // Building an index on a large table takes longer than any command of the service may.
    private const int NoTimeout = 0;

    /// <summary>Applies what is missing. Nodes that start together wait for each other.</summary>
    /// <returns>How many files were applied.</returns>
    /// <exception cref="InvalidOperationException">The schema is newer than this program.</exception>
    public static async Task<int> MigrateAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            "SELECT pg_advisory_lock(@AdvisoryLock)",
            new { AdvisoryLock },
            commandTimeout: NoTimeout
        );
        try
        {
            await connection.ExecuteAsync(
                """
                CREATE SCHEMA IF NOT EXISTS atelier;
                CREATE TABLE IF NOT EXISTS atelier.migrations (
                  number int PRIMARY KEY, name text NOT NULL, hash text NOT NULL DEFAULT '',
                  applied_at timestamptz NOT NULL DEFAULT clock_timestamp());
                """
            );
            var applied = (
                await connection.QueryAsync<(int Number, string Hash)>("SELECT number, hash FROM atelier.migrations")
            ).ToDictionary(row => row.Number, row => row.Hash);
            Check(applied);
            var missing = Migration.All.Where(migration => !applied.ContainsKey(migration.Number)).ToList();
            foreach (var migration in missing)
            {
                await ApplyAsync(connection, migration, cancellationToken);
            }

            return missing.Count;
        }
        finally
        {
            // The session may go back to a pool, which would keep the lock.
            await connection.ExecuteAsync("SELECT pg_advisory_unlock(@AdvisoryLock)", new { AdvisoryLock });
        }
    }

    private static void Check(Dictionary<int, string> applied)
    {
        var newest = applied.Keys.DefaultIfEmpty().Max();
        if (newest > Migration.All[^1].Number)
        {
            throw new InvalidOperationException(
                $"The database is at schema {newest}, this program knows {Migration.All[^1].Number}: start the newer version."
            );
        }

        // A file that was edited after it ran would leave databases that differ without anyone knowing.
        var changed = Migration.All.FirstOrDefault(known =>
            applied.TryGetValue(known.Number, out var hash) && hash != known.Hash
        );
        if (changed is not null)
        {
            throw new InvalidOperationException(
                $"The database was made by another {changed.Name}.sql than this program has: start the version that made it, "
                    + "or begin with an empty database."
            );
        }
    }

    private static async Task ApplyAsync(
        NpgsqlConnection connection,
        Migration migration,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(
            "SET LOCAL search_path = atelier; " + migration.Sql,
            transaction: transaction,
            commandTimeout: NoTimeout
        );
        await connection.ExecuteAsync(
            "INSERT INTO atelier.migrations (number, name, hash) VALUES (@Number, @Name, @Hash)",
            new
            {
                migration.Number,
                migration.Name,
                migration.Hash,
            },
            transaction
        );
        await transaction.CommitAsync(cancellationToken);
    }
}
