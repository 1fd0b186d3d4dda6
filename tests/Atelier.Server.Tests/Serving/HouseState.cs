using Atelier.TestKit.Houses;

namespace Atelier.Server.Tests.Serving;

/// <summary>How many rows every table has, and the sum of all balances: what a refused request must leave alone.</summary>
internal static class HouseState
{
    public static async Task<string> ReadAsync(TestHouse house)
    {
        var tables = await house.ScalarAsync<string[]>(
            "SELECT array_agg(tablename::text ORDER BY tablename) FROM pg_tables WHERE schemaname = 'atelier'"
        );
        Assert.True(tables!.Length > 10);
        var counts = tables.Select(table => $"(SELECT '{table}=' || count(*) FROM {table})");
        return (
            await house.ScalarAsync<string>(
                $"SELECT concat_ws(' ', {string.Join(", ", counts)}, (SELECT 'credits=' || sum(balance) FROM accounts))"
            )
        )!;
    }
}
