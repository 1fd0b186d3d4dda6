using Atelier.Data.Accounts;
using Dapper;
using Npgsql;

namespace Atelier.Data.Queue;

/// <summary>Mends what an ending missed: held generations of accounts that have room, such as after a raised limit.</summary>
public sealed class HeldStore(NpgsqlDataSource database)
{
    private const string FindSql = $"""
        SELECT a.id FROM accounts a {TierSql.May}
        WHERE a.id IN (SELECT account_id FROM queue WHERE state = 'held') AND (may.running IS NULL OR may.running >
          (SELECT count(*) FROM queue q WHERE q.account_id = a.id AND q.state IN ('ready', 'running')))
        ORDER BY a.id
        """;

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
