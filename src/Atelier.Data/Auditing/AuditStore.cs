using Dapper;
using Npgsql;

namespace Atelier.Data.Auditing;

/// <summary>The log of what operators and account holders did. It is only ever added to.</summary>
public sealed class AuditStore(NpgsqlDataSource database)
{
    /// <summary>Adds an entry by itself; where a transaction makes the change, the entry belongs into it.</summary>
    public async Task AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.AddAudit(entry);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The newest entries, from the newest on.</summary>
    /// <param name="accountId">Only those about this account; null for all.</param>
    /// <param name="before">Only those older than this id; null to begin at the newest.</param>
    public async Task<IReadOnlyList<AuditRow>> ListAsync(
        Guid? accountId,
        long? before,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<AuditRow>(
            new CommandDefinition(
                """
                SELECT id, created_at AS CreatedAt, actor_id AS ActorId, key_id AS KeyId, action, account_id AS AccountId,
                  subject, details::text AS Details
                FROM audit
                WHERE (@accountId::uuid IS NULL OR account_id = @accountId) AND (@before::bigint IS NULL OR id < @before)
                ORDER BY id DESC LIMIT @limit
                """,
                new
                {
                    accountId,
                    before,
                    limit,
                },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }
}
