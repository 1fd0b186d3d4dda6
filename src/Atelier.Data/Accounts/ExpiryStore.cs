using Dapper;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Removes rows that time has made worthless.</summary>
public sealed class ExpiryStore(NpgsqlDataSource database)
{
    /// <summary>
    /// Deletes expired idempotency keys, sessions, sign-in codes, tickets, replaced secrets and windows, and forgets guests'
    /// addresses after two days.
    /// </summary>
    /// <returns>How many rows went.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
            new CommandDefinition(
                """
                DELETE FROM idempotency_keys WHERE expires_at < atelier.now();
                DELETE FROM sessions WHERE expires_at < atelier.now();
                DELETE FROM sign_in_codes WHERE expires_at < atelier.now();
                DELETE FROM retired_secrets WHERE expires_at < atelier.now();
                DELETE FROM tickets WHERE expires_at < atelier.now();
                DELETE FROM call_windows WHERE ends_at < atelier.now();
                DELETE FROM visitor_usage WHERE day < (atelier.now() AT TIME ZONE 'UTC')::date - 2;
                UPDATE generations SET visitor = NULL
                WHERE visitor IS NOT NULL AND created_at < atelier.now() - interval '3 days' AND finished_at IS NOT NULL;
                """,
                cancellationToken: cancellationToken
            )
        );
    }
}
