using Atelier.Data.Connections;
using Atelier.Data.Queue;
using Atelier.Data.Usage;
using Npgsql;

namespace Atelier.Data.Repeats;

/// <summary>Finds the generation that answered the same request before (requirement C-78); never another account's.</summary>
public sealed class RepeatStore(NpgsqlDataSource database)
{
    // Whoever joins one that is held could take the place that it waits for. All its pictures must be there as they were delivered, and carry the mark if and only if the account's tier asks for it today.
    private const string FindSql = """
        SELECT g.id, g.state = 'complete' FROM repeats r
        JOIN generations g ON g.id = r.generation_id AND g.account_id = r.account_id
        JOIN accounts a ON a.id = r.account_id
        WHERE r.account_id = $1 AND r.fingerprint = $2 AND r.created_at > atelier.now() - $3
          AND g.watermark = (a.tier = 'free' AND NOT a.owner) AND g.cancel_requested_at IS NULL AND g.session_id IS NULL
          AND (g.state IN ('queued', 'processing', 'generating', 'post_processing', 'uploading')
              AND EXISTS (SELECT FROM queue q WHERE q.generation_id = g.id AND q.state <> 'held')
            OR g.state = 'complete' AND NOT EXISTS (
              SELECT FROM slots s LEFT JOIN images i ON i.id = s.image_id AND i.deleted_at IS NULL AND i.reduced_at IS NULL
                AND i.quarantine IS NULL AND i.expires_at IS NULL AND (i.provider, i.model) = ($4, $5)
              WHERE s.generation_id = g.id AND i.id IS NULL))
        """;

    private const string ImagesSql = """
        SELECT g.state, s.index, s.image_id, s.error_code FROM generations g JOIN slots s ON s.generation_id = g.id
        WHERE g.id = $1 AND g.account_id = $2 ORDER BY s.index
        """;

    private const string FenceSql = """
        SELECT 1 FROM queue WHERE generation_id = $1 AND epoch = $2 AND state = 'running' FOR UPDATE
        """;

    // Held and not ready: nobody looks at it, and it takes no place of its account.
    private const string WaitSql = """
        UPDATE queue SET state = 'held', waits_for = $3, lease_until = NULL, node_id = NULL, failures = 0, follow_at = NULL,
          hinted = false
        WHERE generation_id = $1 AND epoch = $2 AND state = 'running'
          AND NOT EXISTS (SELECT FROM generations g WHERE g.id = $1 AND g.cancel_requested_at IS NOT NULL)
        """;

    // What was counted once is not counted again.
    private const string WaiveSql = """
        UPDATE generations SET price_each = 0, quota_day = NULL, visitor = NULL, plan = plan - 'goes_alone' WHERE id = $1
        """;

    /// <summary>The generation whose pictures are, or will be, the answer; null when there is none.</summary>
    /// <param name="life">How old it may be.</param>
    /// <param name="provider">Who must have made all of its pictures, likewise <paramref name="model"/>.</param>
    public async Task<RepeatSource?> FindAsync(
        Guid accountId,
        byte[] fingerprint,
        TimeSpan life,
        string provider,
        string model,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(FindSql);
        command.Parameters.Add(new() { Value = accountId });
        command.Parameters.Add(new() { Value = fingerprint });
        command.Parameters.Add(new() { Value = life });
        command.Parameters.Add(new() { Value = provider });
        command.Parameters.Add(new() { Value = model });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new RepeatSource(reader.GetGuid(0), reader.GetBoolean(1))
            : null;
    }

    /// <summary>Puts a claimed generation aside until another one has ended.</summary>
    /// <returns>False when the claim was lost, or its caller wants it canceled; nothing was written.</returns>
    public async Task<bool> WaitAsync(Claim claim, Guid other, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        // A statement of its own: only the next one sees a wish to cancel that this one waited for, and nobody looks at what is held.
        batch.Add(FenceSql, claim.GenerationId, claim.Epoch);
        batch.Add(WaitSql, claim.GenerationId, claim.Epoch, other);
        batch.AddCommit();
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return batch.BatchCommands[1].RecordsAffected == 1;
    }

    /// <summary>From now on a claimed generation costs its caller nothing, and none of its pictures counts in a day.</summary>
    /// <param name="count">Pictures it was counted with.</param>
    /// <returns>False when the claim was lost; nothing was written.</returns>
    public async Task<bool> WaiveAsync(Claim claim, int count, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var locks = new NpgsqlBatch(connection, transaction);
        locks.Add("SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE", claim.AccountId);
        locks.Add(FenceSql, claim.GenerationId, claim.Epoch);
        await using (var reader = await locks.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.NextResultAsync(cancellationToken) || !await reader.ReadAsync(cancellationToken))
            {
                return false;
            }
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddGiveBack(claim.GenerationId, count);
        batch.AddEndOfVisitors([(claim.GenerationId, count, 0)]);
        batch.Add(WaiveSql, claim.GenerationId);
        batch.AddCommit();
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    /// <summary>How that generation stands; null when it was erased.</summary>
    public async Task<RepeatedGeneration?> LookAsync(
        Guid generationId,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(ImagesSql);
        command.Parameters.Add(new() { Value = generationId });
        command.Parameters.Add(new() { Value = accountId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        string? state = null;
        var images = new Dictionary<int, Guid>();
        var errors = new Dictionary<int, string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            state = reader.GetString(0);
            var slot = reader.GetInt16(1);
            if (!reader.IsDBNull(2))
            {
                images[slot] = reader.GetGuid(2);
            }
            else if (!reader.IsDBNull(3))
            {
                errors[slot] = reader.GetString(3);
            }
        }

        return state is null ? null : new RepeatedGeneration(state, images, errors);
    }
}
