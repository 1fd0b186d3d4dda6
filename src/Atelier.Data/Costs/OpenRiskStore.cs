using Dapper;
using Npgsql;

namespace Atelier.Data.Costs;

/// <summary>What calls may still cost.</summary>
public sealed class OpenRiskStore(NpgsqlDataSource database)
{
    /// <summary>Nano-dollars of open risk, by provider.</summary>
    public async Task<IReadOnlyDictionary<string, long>> ByProviderAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Provider, long Nanos)>(
            new CommandDefinition(
                """
                SELECT a.lane, sum(a.risk)::bigint FROM attempts a
                WHERE a.state IN ('intent', 'submitted', 'answered', 'unknown') GROUP BY a.lane
                """,
                cancellationToken: cancellationToken
            )
        );
        return rows.ToDictionary(row => row.Provider, row => row.Nanos);
    }
}
