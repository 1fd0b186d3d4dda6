using Dapper;
using Npgsql;

namespace Atelier.Data.Costs;

/// <summary>What calls may still cost.</summary>
public sealed class OpenRiskStore(NpgsqlDataSource database)
{
    /// <summary>Nano-dollars of calls that were committed to and whose task the provider has not named yet, by provider.</summary>
    public async Task<IReadOnlyDictionary<string, long>> WithoutTaskAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Provider, long Nanos)>(
            new CommandDefinition(
                """
                SELECT a.lane, sum(a.risk)::bigint FROM attempts a
                WHERE a.state = 'intent' GROUP BY a.lane
                """,
                cancellationToken: cancellationToken
            )
        );
        return rows.ToDictionary(row => row.Provider, row => row.Nanos);
    }
}
