using Atelier.Data.Attempts;
using Atelier.Data.Connections;
using Atelier.Data.Erasing;
using Npgsql;

namespace Atelier.Data.Photos;

/// <summary>
/// The rows of photo sessions that go, in steps that can be repeated: first the session closes and no row promises a file, then the
/// files go, and only then the rows. The ledger stays (requirement B-55).
/// </summary>
public sealed class PhotoCleanStore(NpgsqlDataSource database)
{
    // Whoever cleans one has it for so long.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    // The cheap half first, so that few are asked the rest. All are read: there are as many as were opened in the last hours.
    private const string DueSql = """
        SELECT s.id FROM photo_sessions s
        WHERE s.id > $1 AND (s.lease_until IS NULL OR s.lease_until <= atelier.now())
          AND (s.state <> 'active' OR s.active_at <= atelier.now() - s.idle OR s.clean_at <= atelier.now())
          AND (s.state = 'cleaning' OR photo_session_is_due(s))
        ORDER BY s.id LIMIT $2
        """;

    // The account first, as every accept does.
    private const string LockAccountSql = """
        SELECT 1 FROM accounts WHERE id = (SELECT account_id FROM photo_sessions WHERE id = $1) FOR UPDATE
        """;

    private const string LockSql = """
        SELECT 1 FROM photo_sessions WHERE id = $1 AND ($2::uuid IS NULL OR account_id = $2) FOR UPDATE
        """;

    // A statement of its own, so that it sees what the lock waited for.
    private const string StateSql = $"""
        SELECT s.state = 'cleaning', photo_session_is_due(s),
          EXISTS (SELECT FROM generations g WHERE g.session_id = s.id AND g.finished_at IS NULL)
          OR EXISTS (SELECT FROM photo_uses u JOIN generations g ON g.id = u.generation_id
            WHERE u.session_id = s.id AND g.finished_at IS NULL)
          OR EXISTS (SELECT FROM generations g JOIN attempts a ON a.generation_id = g.id
            WHERE g.session_id = s.id AND {AttemptReader.IsSought})
        FROM photo_sessions s WHERE s.id = $1
        """;

    private const string CloseSql = """
        WITH closed AS (
          UPDATE photo_sessions SET state = 'cleaning', lease_until = atelier.now() + $2 WHERE id = $1 RETURNING id)
        UPDATE images SET deleted_at = coalesce(deleted_at, atelier.now())
        FROM closed WHERE images.session_id = closed.id
        """;

    // What a call that has not ended brought is proof of its bill, and is still to be read.
    private const string AnswersSql = $"""
        SELECT a.id FROM attempts a JOIN generations g ON g.id = a.generation_id
        WHERE g.session_id = $1 AND a.stored_at IS NOT NULL AND NOT {AttemptReader.IsOpen}
        """;

    // None of them is on its way into the library: a closed session lets no picture out.
    private const string MadeSql = """
        SELECT generation_id, id FROM images WHERE session_id = $1 AND generation_id IS NOT NULL
        """;

    private const string CountSql = """
        SELECT count(*), coalesce(sum((SELECT count(*) FROM jsonb_object_keys(files)) + (clean IS NOT NULL)::int), 0)::bigint
        FROM images WHERE session_id = $1
        """;

    private const string PromptsSql = """
        WITH gone AS (
          DELETE FROM prompts p USING generations g WHERE g.session_id = $1 AND p.id = g.prompt_id RETURNING 1)
        SELECT count(*) FROM gone
        """;

    // Delivered pictures leave an empty row: what was charged is proven by it. A hash of a body would prove a guess of its words.
    private const string ForgetSql = """
        WITH surplus AS (
          DELETE FROM images i WHERE i.session_id = $1
            AND NOT EXISTS (SELECT FROM slots t WHERE t.generation_id = i.generation_id AND t.image_id = i.id)),
        emptied AS (
          UPDATE images i SET files = '{}', clean = NULL, thumbhash = NULL, seed = NULL, task_id = NULL, task_picture = NULL,
            folder = NULL, session_id = NULL
          WHERE i.session_id = $1
            AND EXISTS (SELECT FROM slots t WHERE t.generation_id = i.generation_id AND t.image_id = i.id)),
        wordless AS (
          UPDATE generations SET request = request - 'provider_options' - 'context', error_message = NULL,
            fingerprint = NULL, visitor = NULL, client = NULL, session_id = NULL
          WHERE session_id = $1)
        SELECT 1
        """;

    private const string DeleteSql = "DELETE FROM photo_sessions WHERE id = $1";

    private const string FailedSql = """
        UPDATE photo_sessions SET failures = failures + 1,
          lease_until = atelier.now() + least(interval '5 minutes' * 2 ^ least(failures, 10), interval '4 hours')
        WHERE id = $1
        """;

    /// <summary>Sessions whose time is over, or that a crash left half cleaned; behind this id.</summary>
    public async Task<IReadOnlyList<Guid>> DueAsync(Guid after, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ReadIdsAsync(DueSql, [after, most], cancellationToken);
    }

    /// <summary>Closes a session, unless something runs in it or is made from it, or a call of it is sought. Whoever adds work to it locks its row too, so one of both wins.</summary>
    /// <param name="accountId">Only if it is this account's; null for anybody's.</param>
    /// <param name="dueOnly">Whether its time must be over.</param>
    public async Task<CleanStart> StartAsync(
        Guid sessionId,
        Guid? accountId,
        bool dueOnly,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await LockAsync(connection, transaction, sessionId, accountId, cancellationToken))
        {
            return CleanStart.Missing;
        }

        var (cleaning, due, busy) = await ReadAsync(connection, transaction, sessionId, cancellationToken);
        if (!cleaning && (busy || (dueOnly && !due)))
        {
            return busy ? CleanStart.Busy : CleanStart.NotDue;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(CloseSql, sessionId, Lease);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return CleanStart.Started;
    }

    /// <summary>Attempts of a closed session whose stored answers nobody needs any more.</summary>
    public async Task<IReadOnlyList<Guid>> AnswersAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ReadIdsAsync(AnswersSql, [sessionId], cancellationToken);
    }

    /// <summary>What was made in a closed session and not kept.</summary>
    public async Task<IReadOnlyList<(Guid Generation, Guid Image)>> MadeAsync(
        Guid sessionId,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(MadeSql);
        command.Parameters.Add(new() { Value = sessionId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var made = new List<(Guid, Guid)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            made.Add((reader.GetGuid(0), reader.GetGuid(1)));
        }

        return made;
    }

    /// <summary>Takes the rows of a closed session whose files are gone, in one transaction.</summary>
    /// <returns>What there was; null when another node was faster.</returns>
    public async Task<CleanedSession?> FinishAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await LockAsync(connection, transaction, sessionId, null, cancellationToken))
        {
            return null;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(CountSql, sessionId);
        batch.Add(PromptsSql, sessionId);
        batch.Add(ForgetSql, sessionId);
        batch.Add(DeleteSql, sessionId);
        var cleaned = await CountAsync(batch, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return cleaned;
    }

    /// <summary>Notes that cleaning failed; the more often, the later it is tried again.</summary>
    public async Task FailedAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FailedSql);
        command.Parameters.Add(new() { Value = sessionId });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Those of these ids that no session has.</summary>
    public async Task<IReadOnlySet<Guid>> MissingAsync(
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var missing = await connection.ReadIdsAsync(
            "SELECT id FROM unnest($1) AS asked (id) WHERE NOT EXISTS (SELECT FROM photo_sessions s WHERE s.id = asked.id)",
            [ids.ToArray()],
            cancellationToken
        );
        return missing.ToHashSet();
    }

    private static async Task<bool> LockAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid sessionId,
        Guid? accountId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(LockAccountSql, sessionId);
        batch.Add(LockSql, sessionId, Parameter.Uuid(accountId));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken);
    }

    private static async Task<(bool Cleaning, bool Due, bool Busy)> ReadAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid sessionId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(StateSql, sessionId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetBoolean(0), reader.GetBoolean(1), reader.GetBoolean(2));
    }

    private static async Task<CleanedSession> CountAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (images, files) = (reader.GetInt64(0), reader.GetInt64(1));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new CleanedSession(images, files, reader.GetInt64(0));
    }
}
