using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Limits;

/// <summary>
/// Counts calls over all nodes, exactly: one statement takes a place or finds none. A window begins with the first call in
/// it.
/// </summary>
public sealed class WindowStore(NpgsqlDataSource database)
{
    private const string TakeSql = """
        WITH taken AS (
          INSERT INTO call_windows AS w (scope, subject, used, ends_at) VALUES ($1, $2, 1, atelier.now() + $3)
          ON CONFLICT (scope, subject) DO UPDATE
          SET used = CASE WHEN w.ends_at <= atelier.now() THEN 1 ELSE w.used + 1 END,
            ends_at = CASE WHEN w.ends_at <= atelier.now() THEN excluded.ends_at ELSE w.ends_at END
          WHERE w.ends_at <= atelier.now() OR w.used < $4
          RETURNING used, ends_at)
        SELECT true, used, ends_at - atelier.now() FROM taken
        UNION ALL
        SELECT false, used, ends_at - atelier.now() FROM call_windows
        WHERE scope = $1 AND subject = $2 AND NOT EXISTS (SELECT FROM taken)
        """;

    // Of this transaction only, which the batch is.
    private const string UnflushedSql = "SELECT set_config('synchronous_commit', 'off', true)";

    private const string LookSql = """
        SELECT used, ends_at - atelier.now() FROM call_windows WHERE scope = $1 AND subject = $2 AND ends_at > atelier.now()
        """;

    /// <summary>Takes a place in the subject's window of this scope.</summary>
    /// <param name="subject">An account's id, or an address as a keyed hash; never an address itself.</param>
    public Task<WindowUse> TakeAsync(
        string scope,
        byte[] subject,
        WindowLimit limit,
        CancellationToken cancellationToken
    ) => TakeAsync(scope, subject, limit, flushed: true, cancellationToken);

    /// <summary>The same.</summary>
    /// <param name="flushed">
    /// Whether the place is on the disk when this returns. A crash of the database forgets those of its last moments that were not;
    /// reads come so often that waiting for the disk would be most of what they do.
    /// </param>
    public async Task<WindowUse> TakeAsync(
        string scope,
        byte[] subject,
        WindowLimit limit,
        bool flushed,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        if (!flushed)
        {
            batch.Add(UnflushedSql);
        }

        batch.Add(TakeSql, scope, subject, limit.Span, limit.Calls);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!flushed)
        {
            await reader.NextResultAsync(cancellationToken);
        }

        // A row that another call wrote while this one waited for it is too young to be seen: then the span is what we know.
        return await reader.ReadAsync(cancellationToken)
            ? new WindowUse(
                reader.GetBoolean(0),
                Math.Max(0, limit.Calls - reader.GetInt32(1)),
                NotBelowZero(reader.GetTimeSpan(2))
            )
            : new WindowUse(Allowed: false, Left: 0, limit.Span);
    }

    /// <summary>What is left, without taking a place.</summary>
    public async Task<WindowUse> LookAsync(
        string scope,
        byte[] subject,
        WindowLimit limit,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(LookSql, scope, subject);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return new WindowUse(Allowed: true, limit.Calls, TimeSpan.Zero);
        }

        var left = Math.Max(0, limit.Calls - reader.GetInt32(0));
        return new WindowUse(left > 0, left, NotBelowZero(reader.GetTimeSpan(1)));
    }

    private static TimeSpan NotBelowZero(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}
