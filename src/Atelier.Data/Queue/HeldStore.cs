using Atelier.Data.Accounts;
using Dapper;
using Npgsql;

namespace Atelier.Data.Queue;

/// <summary>Mends what an ending missed: held generations of accounts that have room, such as after a raised limit.</summary>
public sealed class HeldStore(NpgsqlDataSource database)
{
    private static readonly string WaitsForRoom = QueueSql.WaitsForRoom("h", "a.id");

    // Who has nothing that waits is many, and is told from the others without looking at each.
    private static readonly string FindSql = $"""
        SELECT a.id FROM accounts a {TierSql.May}
        WHERE a.id IN (SELECT account_id FROM queue WHERE state = 'held' AND waits_for IS NULL)
          AND EXISTS (SELECT FROM queue h WHERE {WaitsForRoom}) AND (may.running IS NULL OR may.running >
          (SELECT count(*) FROM queue q WHERE q.account_id = a.id AND q.state IN ('ready', 'running')))
        ORDER BY a.id
        """;

    // Whoever is locked is being promoted or canceled.
    private const string WakeSql = """
        UPDATE queue SET waits_for = NULL WHERE generation_id IN (
          SELECT q.generation_id FROM queue q
          WHERE q.waits_for IS NOT NULL AND NOT EXISTS (
            SELECT FROM generations g WHERE g.id = q.waits_for AND g.finished_at IS NULL)
          FOR UPDATE OF q SKIP LOCKED)
        """;

    /// <summary>Lets those wait for room like any other whose wait for another generation is over.</summary>
    /// <returns>Whether some wait on.</returns>
    public async Task<bool> WakeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(WakeSql, cancellationToken: cancellationToken));
        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(
                "SELECT EXISTS (SELECT FROM queue WHERE waits_for IS NOT NULL)",
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Promotes what there is room for.</summary>
    /// <returns>The lane of each that was promoted.</returns>
    public async Task<IReadOnlyList<string>> PromoteAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var accounts = await connection.QueryAsync<Guid>(
            new CommandDefinition(FindSql, cancellationToken: cancellationToken)
        );
        var lanes = new List<string>();
        foreach (var accountId in accounts)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await connection.ExecuteAsync(
                "SELECT 1 FROM accounts WHERE id = @accountId FOR UPDATE",
                new { accountId },
                transaction
            );
            while (await PromoteAsync(connection, transaction, accountId, cancellationToken) is { } lane)
            {
                lanes.Add(lane);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        return lanes;
    }

    private static async Task<string?> PromoteAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(QueueSql.Promote, connection, transaction);
        command.Parameters.Add(new() { Value = accountId });
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
