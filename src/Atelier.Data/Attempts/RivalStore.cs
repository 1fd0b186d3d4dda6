using Dapper;
using Npgsql;

namespace Atelier.Data.Attempts;

/// <summary>What has to be known of other attempts when a lost call is looked for.</summary>
public sealed class RivalStore(NpgsqlDataSource database)
{
    /// <summary>Other calls at this provider that have no task and may have made one.</summary>
    public async Task<IReadOnlyList<LostRow>> LostAsync(string lane, Guid except, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<LostRow>(
            new CommandDefinition(
                """
                SELECT a.link::int AS Link, a.intent_at AS IntentAt, a.slots[1]::int AS FirstSlot, p.calls::text AS CallsJson
                FROM attempts a JOIN generations g ON g.id = a.generation_id LEFT JOIN prompts p ON p.id = g.prompt_id
                WHERE a.lane = @lane AND a.state IN ('intent', 'unknown') AND a.task_id IS NULL AND a.id <> @except
                """,
                new { lane, except },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>Tasks at this provider that belong to attempts, from a little before <paramref name="since"/> on.</summary>
    public async Task<IReadOnlySet<string>> TasksSinceAsync(
        string lane,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var tasks = await connection.QueryAsync<string>(
            new CommandDefinition(
                """
                SELECT task_id FROM attempts
                WHERE lane = @lane AND task_id IS NOT NULL AND intent_at > @since - interval '1 hour'
                """,
                new { lane, since },
                cancellationToken: cancellationToken
            )
        );
        return tasks.ToHashSet();
    }
}
