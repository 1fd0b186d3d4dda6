using Dapper;
using Npgsql;

namespace Atelier.Data.Ledger;

/// <summary>Recounts the books from their entries, trusting no stored sum.</summary>
public sealed class LedgerStore(NpgsqlDataSource database)
{
    private const string BalanceSql = """
        SELECT 'account ' || a.id || ': balance ' || a.balance || ', entries ' || coalesce(sum(l.effect), 0)
        FROM accounts a LEFT JOIN ledger l ON l.account_id = a.id
        GROUP BY a.id HAVING a.balance <> coalesce(sum(l.effect), 0)
        """;

    private const string GenerationSql = """
        WITH books AS (
          SELECT g.id, g.state IN ('complete', 'failed', 'canceled') AS ended, g.reserved, g.settled, g.price_each,
            (SELECT count(*) FROM slots s WHERE s.generation_id = g.id AND s.image_id IS NOT NULL) AS delivered,
            (SELECT sum(amount) FROM ledger l WHERE l.generation_id = g.id AND l.entry = 'reserve') AS reserve,
            (SELECT sum(amount) FROM ledger l WHERE l.generation_id = g.id AND l.entry = 'settle') AS settle,
            (SELECT sum(amount) FROM ledger l WHERE l.generation_id = g.id AND l.entry = 'release') AS release
          FROM generations g)
        SELECT 'generation ' || id || ': reserve ' || coalesce(reserve::text, 'none') || ', settle '
          || coalesce(settle::text, 'none') || ', release ' || coalesce(release::text, 'none') || ', delivered ' || delivered
        FROM books
        WHERE reserve IS DISTINCT FROM reserved
          OR (ended AND (settle IS DISTINCT FROM settled OR reserve IS DISTINCT FROM settle + release
            OR settle IS DISTINCT FROM price_each * delivered))
          OR (NOT ended AND (settle IS NOT NULL OR release IS NOT NULL))
        """;

    /// <summary>Checks every account and every generation, in one snapshot.</summary>
    public async Task<LedgerCheck> CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            cancellationToken
        );
        var counts = await connection.QuerySingleAsync<(long Accounts, long Generations)>(
            "SELECT (SELECT count(*) FROM accounts), (SELECT count(*) FROM generations)"
        );
        var problems = (await connection.QueryAsync<string>(BalanceSql)).AsList();
        problems.AddRange(await connection.QueryAsync<string>(GenerationSql));
        return new LedgerCheck(counts.Accounts, counts.Generations, problems);
    }
}
