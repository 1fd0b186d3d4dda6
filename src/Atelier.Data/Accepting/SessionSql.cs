using Atelier.Data.Connections;
using Atelier.Data.Photos;
using Npgsql;

namespace Atelier.Data.Accepting;

/// <summary>The photo sessions' part of accepting: each order of one locks its session and moves its time.</summary>
internal static class SessionSql
{
    // In ascending order, as whoever cleans them up.
    private const string TakeAllSql = $"""
        WITH taken AS MATERIALIZED (
          SELECT s.id FROM unnest($1::uuid[], $2::uuid[]) AS asked (id, account_id)
          JOIN photo_sessions s ON s.id = asked.id AND s.account_id = asked.account_id
          WHERE {PhotoSessionSql.IsActive} ORDER BY s.id FOR UPDATE OF s)
        UPDATE photo_sessions s SET active_at = atelier.now() FROM taken WHERE s.id = taken.id RETURNING s.id, s.account_id
        """;

    private const string UseSql =
        "INSERT INTO photo_uses (session_id, generation_id) SELECT * FROM unnest($1::uuid[], $2::uuid[])";

    /// <summary>Locks sessions against their clean-up; answers a row for each that may be used.</summary>
    public static void AddSessions(this NpgsqlBatch batch, IEnumerable<(Guid SessionId, Guid AccountId)> sessions)
    {
        var asked = sessions.Distinct().ToList();
        batch.Add(TakeAllSql, asked.ConvertAll(of => of.SessionId), asked.ConvertAll(of => of.AccountId));
    }

    /// <summary>Notes which sessions' pictures orders start from; nothing where none does.</summary>
    public static void AddUses(this NpgsqlBatch batch, params IReadOnlyList<AcceptOrder> orders)
    {
        var uses = orders
            .SelectMany(order => order.Uses, (order, session) => (Session: session, order.GenerationId))
            .ToList();
        if (uses.Count > 0)
        {
            batch.Add(UseSql, uses.ConvertAll(use => use.Session), uses.ConvertAll(use => use.GenerationId));
        }
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
