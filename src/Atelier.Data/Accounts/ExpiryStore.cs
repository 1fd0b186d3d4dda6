using Dapper;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Removes rows that time has made worthless.</summary>
public sealed class ExpiryStore(NpgsqlDataSource database)
{
    // Guests are counted by the day; who looks back a day or two must still find it.
    private static readonly string[] Statements =
    [
        "DELETE FROM idempotency_keys WHERE expires_at < atelier.now()",
        // Who comes a little late with a quote is told that it expired, and not that there is none.
        "DELETE FROM quotes WHERE expires_at < atelier.now() - interval '1 hour'",
        "DELETE FROM sessions WHERE expires_at < atelier.now()",
        "DELETE FROM sign_in_codes WHERE expires_at < atelier.now()",
        "DELETE FROM retired_secrets WHERE expires_at < atelier.now()",
        "DELETE FROM repeats WHERE created_at < atelier.now() - interval '30 days'",
        "DELETE FROM tickets WHERE expires_at < atelier.now()",
        "DELETE FROM call_windows WHERE ends_at < atelier.now()",
        "DELETE FROM visitor_usage WHERE day < (atelier.now() AT TIME ZONE 'UTC')::date - 2",
        """
            UPDATE generations SET visitor = NULL
            WHERE visitor IS NOT NULL AND created_at < atelier.now() - interval '3 days' AND finished_at IS NOT NULL
            """,
    ];

    /// <summary>
    /// Deletes expired idempotency keys, quotes, sessions, sign-in codes, tickets, replaced secrets and windows. What guests' addresses
    /// used is kept for today and the two days before; generations that ended forget the address three days after they began.
    /// </summary>
    /// <returns>How many rows went or were changed.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = 0;
        // Each is a transaction of its own: together they would hold locks that others take in another order.
        foreach (var sql in Statements)
        {
            rows += await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: cancellationToken));
        }

        return rows;
    }
}
