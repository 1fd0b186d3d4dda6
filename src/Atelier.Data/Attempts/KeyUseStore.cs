using Dapper;
using Npgsql;

namespace Atelier.Data.Attempts;

/// <summary>Which of the operator's keys calls were sent with.</summary>
public sealed class KeyUseStore(NpgsqlDataSource database)
{
    /// <summary>Calls under way and such of unknown outcome, by provider and mark of the key; those without a mark left out.</summary>
    public async Task<IReadOnlyList<KeyUse>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<KeyUse>(
            new CommandDefinition(
                """
                SELECT lane AS Provider, sent_with AS SentWith, count(*)::int AS Calls FROM attempts
                WHERE state IN ('intent', 'submitted', 'unknown') AND sent_with IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
                """,
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>The mark of the key that made this task; null where nobody wrote it down.</summary>
    public async Task<string?> OfTaskAsync(string provider, string taskId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<string?>(
            new CommandDefinition(
                "SELECT sent_with FROM attempts WHERE lane = @provider AND task_id = @taskId",
                new { provider, taskId },
                cancellationToken: cancellationToken
            )
        );
    }
}
