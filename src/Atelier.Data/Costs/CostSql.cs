using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Costs;

/// <summary>The statements of the operator's book.</summary>
internal static class CostSql
{
    // A late answer to a call that was cleared comes as an overrun: the risk has ended, the bill has not.
    private const string CostRowSql = """
        WITH ended AS (SELECT EXISTS (SELECT FROM costs
          WHERE attempt_id = $1 AND entry IN ('cost', 'clear', 'write_off')) AS already)
        INSERT INTO costs (attempt_id, generation_id, provider, entry, nanos, estimated)
        SELECT a.id, a.generation_id, a.lane, part.entry, part.nanos, $3
        FROM attempts a, ended, LATERAL (VALUES
          ('cost', CASE WHEN already THEN NULL ELSE least($2, a.risk) END),
          ('overrun', CASE WHEN already THEN $2 WHEN $2 > a.risk THEN $2 - a.risk END)) AS part (entry, nanos)
        WHERE a.id = $1 AND part.nanos IS NOT NULL
        ON CONFLICT DO NOTHING
        """;

    private const string EndRowSql = """
        INSERT INTO costs (attempt_id, generation_id, provider, entry, nanos, reason)
        SELECT id, generation_id, lane, $2, risk, $3 FROM attempts WHERE id = $1
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Risk that stands open, of a row c of costs.</summary>
    public const string IsOpen = """
        c.entry = 'risk' AND NOT EXISTS (SELECT FROM costs e
          WHERE e.attempt_id = c.attempt_id AND e.entry IN ('cost', 'clear', 'write_off'))
        """;

    /// <summary>What counts as spent, of a row c of costs.</summary>
    public const string IsSpent = "c.entry IN ('cost', 'write_off', 'overrun')";

    /// <summary>Ends the risk of an attempt; nothing happens when it has ended so already.</summary>
    public static void AddBooking(this NpgsqlBatch batch, Guid attemptId, Booking booking, string? reason = null)
    {
        if (booking is Booking.Cost cost)
        {
            batch.Add(CostRowSql, attemptId, cost.Nanos, cost.Estimated);
            return;
        }

        var entry = booking is Booking.Clear ? "clear" : "write_off";
        batch.Add(EndRowSql, attemptId, entry, Parameter.Text(reason));
    }
}
