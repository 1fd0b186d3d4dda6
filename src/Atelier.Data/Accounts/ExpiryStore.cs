using Dapper;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Removes rows that time has made worthless.</summary>
public sealed class ExpiryStore(NpgsqlDataSource database)
{
    /// <summary>Deletes expired idempotency keys, sessions, sign-in codes, tickets and windows.</summary>
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
                DELETE FROM tickets WHERE expires_at < atelier.now();
                DELETE FROM call_windows WHERE ends_at < atelier.now();
                """,
                cancellationToken: cancellationToken
            )
        );
    }
}
