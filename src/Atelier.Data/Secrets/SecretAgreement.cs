using Dapper;
using Npgsql;

namespace Atelier.Data.Secrets;

/// <summary>Makes sure that all nodes on a database have the same master secret.</summary>
public static class SecretAgreement
{
    /// <summary>Whether a node has left the id of its secret already.</summary>
    public static async Task<bool> IsMadeAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM settings WHERE name = 'secret_key_id')"
        );
    }

    /// <summary>The first node leaves the id of its secret; the others must have the same.</summary>
    /// <exception cref="InvalidOperationException">This node's secret is another.</exception>
    public static async Task CheckAsync(
        NpgsqlDataSource database,
        MasterSecret secret,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var known = await connection.ExecuteScalarAsync<string>(
            """
            INSERT INTO settings (name, value) VALUES ('secret_key_id', @KeyId) ON CONFLICT (name) DO NOTHING;
            SELECT value FROM settings WHERE name = 'secret_key_id'
            """,
            new { secret.KeyId }
        );
        if (known != secret.KeyId)
        {
            throw new InvalidOperationException(
                "The database was set up with another master secret: give this node the same ATELIER_SECRET as the others."
            );
        }
    }
}
