using Atelier.TestKit.Houses;

namespace Atelier.Server.Tests.Serving;

/// <summary>How many rows every table has, and the sum of all balances: what a refused request must leave alone.</summary>
internal static class HouseState
{
    // What other tests left to be painted goes on by itself and would look like something the refused request did.
    private const string AtRestSql = """
        SELECT NOT EXISTS (SELECT FROM queue q JOIN lanes l ON l.id = q.lane WHERE q.state = 'running'
          OR q.state = 'ready' AND q.submit AND q.run_at <= atelier.now() AND l.paused_until <= atelier.now())
        """;

    public static async Task<string> ReadAsync(TestHouse house)
    {
        await TestServer.UntilAsync(() => house.ScalarAsync<bool>(AtRestSql));

        // Calls are counted whether they are refused or not; nodes tell of themselves and of
        // offers, and take turns at sweeps, when they like.
        var tables = await house.ScalarAsync<string[]>(
            """
            SELECT array_agg(tablename::text ORDER BY tablename) FROM pg_tables
            WHERE schemaname = 'atelier' AND tablename <> ALL ('{call_windows,nodes,offer_health,sweeps}')
            """
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
