using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Costs;

/// <summary>The statements of the operator's book.</summary>
internal static class CostSql
{
    // A bill for a call whose risk has ended, such as a late answer after a clear, adds what was not booked yet as an overrun.
    // Found by the generation, for which there is an index.
    private const string CostRowSql = """
        INSERT INTO costs (attempt_id, generation_id, provider, entry, nanos, estimated)
        SELECT a.id, a.generation_id, a.lane, part.entry, part.nanos, bill.estimated
        FROM bill JOIN attempts a ON a.id = bill.attempt_id, LATERAL (
          SELECT count(*) FILTER (WHERE c.entry IN ('cost', 'clear', 'write_off')) > 0 AS already,
            coalesce(sum(c.nanos) FILTER (WHERE c.entry IN ('cost', 'write_off', 'overrun')), 0) AS spent
          FROM costs c WHERE c.generation_id = a.generation_id AND c.attempt_id = a.id) booked, LATERAL (VALUES
          ('cost', CASE WHEN NOT already THEN least(bill.nanos, a.risk) END),
          ('overrun', nullif(greatest(0, bill.nanos - CASE WHEN already THEN spent ELSE a.risk END), 0))) AS part (entry, nanos)
        WHERE part.nanos IS NOT NULL
        ON CONFLICT DO NOTHING
        """;

    private const string OneBillSql =
        $"WITH bill AS (SELECT $1::uuid AS attempt_id, $2::bigint AS nanos, $3::boolean AS estimated) {CostRowSql}";

    private const string BillsSql = $"""
        WITH bill AS (SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::boolean[]) AS b (attempt_id, nanos, estimated))
        {CostRowSql}
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

    /// <summary>
    /// The sum of what was spent, over rows c that are found by their generation. A filter and no condition: while the table is
    /// believed empty, the planner would take the index of the month's bills for it, and read all of that.
    /// </summary>
    public const string Spent = $"coalesce(sum(c.nanos) FILTER (WHERE {IsSpent}), 0)";

    /// <summary>Ends the risk of an attempt; nothing happens when it has ended so already.</summary>
    public static void AddBooking(this NpgsqlBatch batch, Guid attemptId, Booking booking, string? reason = null)
    {
        if (booking is Booking.Cost cost)
        {
            batch.Add(OneBillSql, attemptId, cost.Nanos, cost.Estimated);
            return;
        }

        var entry = booking is Booking.Clear ? "clear" : "write_off";
        batch.Add(EndRowSql, attemptId, entry, Parameter.Text(reason));
    }

    /// <summary>The same for the bills of several attempts.</summary>
    public static void AddBills(
        this NpgsqlBatch batch,
        IReadOnlyCollection<(Guid AttemptId, Booking.Cost Cost)> bills
    ) =>
        batch.Add(
            BillsSql,
            bills.Select(bill => bill.AttemptId).ToArray(),
            bills.Select(bill => bill.Cost.Nanos).ToArray(),
            bills.Select(bill => bill.Cost.Estimated).ToArray()
        );
}
