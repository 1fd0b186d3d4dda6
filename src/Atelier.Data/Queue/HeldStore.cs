using Dapper;
using Npgsql;

namespace Atelier.Data.Queue;

/// <summary>Mends what an ending missed: held generations of accounts that have room, such as after a raised limit.</summary>
public sealed class HeldStore(NpgsqlDataSource database)
{
    private const string FindSql = """
        SELECT DISTINCT h.account_id FROM queue h JOIN accounts a ON a.id = h.account_id
        WHERE h.state = 'held' AND (a.max_active IS NULL OR a.max_active >
          (SELECT count(*) FROM queue q WHERE q.account_id = h.account_id AND q.state IN ('ready', 'running')))
        ORDER BY h.account_id
        """;

    /// <summary>Promotes one generation of each such account.</summary>
    /// <returns>How many were promoted.</returns>
    public async Task<int> PromoteAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var accounts = await connection.QueryAsync<Guid>(
            new CommandDefinition(FindSql, cancellationToken: cancellationToken)
        );
        var promoted = 0;
        foreach (var accountId in accounts)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await connection.ExecuteAsync(
                "SELECT 1 FROM accounts WHERE id = @accountId FOR UPDATE",
                new { accountId },
                transaction
            );
            await using var command = new NpgsqlCommand(QueueSql.Promote, connection, transaction);
            command.Parameters.Add(new() { Value = accountId });
            promoted += await command.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return promoted;
    }
}
