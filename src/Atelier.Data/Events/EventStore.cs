using Dapper;
using Npgsql;

namespace Atelier.Data.Events;

/// <summary>The events of an account, to be read from any point on.</summary>
public sealed class EventStore(NpgsqlDataSource database)
{
    /// <summary>Events of one generation behind <paramref name="after"/>, in order.</summary>
    public async Task<IReadOnlyList<EventRow>> AfterAsync(
        Guid accountId,
        Guid generationId,
        long after,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<EventRow>(
            new CommandDefinition(
                """
                SELECT seq, generation_id AS GenerationId, state, stage, progress::int AS Progress,
                  error_code AS ErrorCode, created_at AS CreatedAt, note::text AS Note
                FROM events WHERE account_id = @accountId AND generation_id = @generationId AND seq > @after ORDER BY seq
                """,
                new
                {
                    accountId,
                    generationId,
                    after,
                },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>Whether the generation has ended; events may still have to be read.</summary>
    public async Task<bool> HasEndedAsync(Guid generationId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(
                "SELECT finished_at IS NOT NULL FROM generations WHERE id = @generationId",
                new { generationId },
                cancellationToken: cancellationToken
            )
        );
    }
}
