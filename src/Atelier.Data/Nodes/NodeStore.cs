using Dapper;
using Npgsql;

namespace Atelier.Data.Nodes;

/// <summary>The nodes that share the database.</summary>
public sealed class NodeStore(NpgsqlDataSource database)
{
    /// <summary>Notes that a node lives and which catalogue it has in force; forgets those unseen for an hour.</summary>
    public async Task SeenAsync(Guid nodeId, string catalogue, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                """
                INSERT INTO nodes (id, catalogue) VALUES (@nodeId, @catalogue)
                ON CONFLICT (id) DO UPDATE SET catalogue = excluded.catalogue, seen_at = atelier.now();
                DELETE FROM nodes WHERE seen_at < atelier.now() - interval '1 hour'
                """,
                new { nodeId, catalogue },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Whether a node of the last minute has another catalogue in force.</summary>
    public async Task<bool> DifferAsync(string catalogue, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(
                """
                SELECT EXISTS (SELECT FROM nodes WHERE catalogue <> @catalogue
                  AND seen_at > atelier.now() - interval '1 minute')
                """,
                new { catalogue },
                cancellationToken: cancellationToken
            )
        );
    }
}
