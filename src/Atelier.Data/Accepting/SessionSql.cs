using Atelier.Data.Connections;
using Atelier.Data.Photos;
using Npgsql;

namespace Atelier.Data.Accepting;

/// <summary>The photo sessions' part of accepting: each order of one locks its session and moves its time.</summary>
internal static class SessionSql
{
    private const string TakeSql = $"""
        UPDATE photo_sessions s SET active_at = atelier.now() WHERE s.id = $1 AND s.account_id = $2 AND {PhotoSessionSql.IsActive}
        RETURNING s.id, s.account_id
        """;

    // In ascending order, as whoever cleans them up.
    private const string TakeAllSql = $"""
        WITH taken AS MATERIALIZED (
          SELECT s.id FROM unnest($1::uuid[], $2::uuid[]) AS asked (id, account_id)
          JOIN photo_sessions s ON s.id = asked.id AND s.account_id = asked.account_id
          WHERE {PhotoSessionSql.IsActive} ORDER BY s.id FOR UPDATE OF s)
        UPDATE photo_sessions s SET active_at = atelier.now() FROM taken WHERE s.id = taken.id RETURNING s.id, s.account_id
        """;

    /// <summary>Locks a session against its clean-up; answers a row if it may be used.</summary>
    public static void AddSession(this NpgsqlBatch batch, Guid sessionId, Guid accountId) =>
        batch.Add(TakeSql, sessionId, accountId);

    /// <summary>The same for many.</summary>
    public static void AddSessions(this NpgsqlBatch batch, IEnumerable<(Guid SessionId, Guid AccountId)> sessions)
    {
        var asked = sessions.Distinct().ToList();
        batch.Add(TakeAllSql, asked.ConvertAll(of => of.SessionId), asked.ConvertAll(of => of.AccountId));
    }

    /// <summary>Reads which may be used.</summary>
    public static async Task ReadSessionsAsync(
        this NpgsqlDataReader reader,
        AcceptJudge judge,
        CancellationToken cancellationToken
    )
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            judge.AddSession(reader.GetGuid(0), reader.GetGuid(1));
        }
    }
}
