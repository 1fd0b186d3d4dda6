using Dapper;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>The tiers as the settings want them.</summary>
public sealed class TierStore(NpgsqlDataSource database)
{
    /// <summary>Creates missing tiers and sets their limits. Held work that has room by now is promoted by the sweep.</summary>
    public async Task SaveAsync(IReadOnlyList<TierRow> tiers, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            """
            INSERT INTO tiers (name, daily_pictures, running, monthly_credits)
            VALUES (@Name, @DailyPictures, @Running, @MonthlyCredits)
            ON CONFLICT (name) DO UPDATE SET daily_pictures = excluded.daily_pictures, running = excluded.running,
              monthly_credits = excluded.monthly_credits
            WHERE (tiers.daily_pictures, tiers.running, tiers.monthly_credits)
              IS DISTINCT FROM (excluded.daily_pictures, excluded.running, excluded.monthly_credits)
            """,
            tiers.OrderBy(tier => tier.Name, StringComparer.Ordinal)
        );
    }

    /// <summary>All tiers, by name.</summary>
    public async Task<IReadOnlyList<TierRow>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<TierRow>(
            new CommandDefinition(
                """
                SELECT name, daily_pictures AS DailyPictures, running, monthly_credits AS MonthlyCredits
                FROM tiers ORDER BY name
                """,
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }
}
