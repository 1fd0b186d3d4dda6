using Atelier.Data.Budgets;
using Atelier.Data.Ledger;
using Atelier.Data.Queue;
using Atelier.TestKit.Houses;
using Dapper;

namespace Atelier.Data.Tests.Stores;

/// <summary>Two houses with the same accounts: what is done in one by one way and in the other by another must look the same.</summary>
internal sealed class TwinHouses(TestHouse one, TestHouse other)
{
    // Times, and ids that each house makes up for itself.
    private static readonly string[] Own =
    [
        "created_at",
        "updated_at",
        "run_at",
        "expires_at",
        "ended_at",
        "finished_at",
        "intent_at",
        "lease_until",
        "node_id",
        "attempt_id",
    ];

    private static readonly string[] Tables =
    [
        "accounts",
        "prompts",
        "generations",
        "slots",
        "images",
        "ledger",
        "events",
        "queue",
        "attempts",
        "costs",
        "budgets",
        "daily_usage",
        // Who was refused in a group leaves an empty row.
        "(SELECT * FROM visitor_usage WHERE pictures > 0)",
        "idempotency_keys",
    ];

    public TestHouse One { get; } = one;

    public TestHouse Other { get; } = other;

    /// <summary>Two lanes, a budget, and accounts with few credits, few places, few pictures a day, and none of these limits.</summary>
    public async Task<IReadOnlyList<Guid>> PrepareAsync(long? budget, CancellationToken cancellationToken)
    {
        var accounts = Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var house in (TestHouse[])[One, Other])
        {
            await new LaneStore(house.Data).SaveAsync(
                [new Lane("open", null, Paid: false), new Lane("paid", 100, Paid: true)],
                cancellationToken
            );
            await new BudgetStore(house.Data).SetAsync(budget, cancellationToken);
            await new BudgetStore(house.Data).SetAsync(
                BudgetScope.OfAccount(accounts[1]),
                budget is null ? 500 : null,
                null,
                cancellationToken
            );
            await house.ExecuteAsync(
                """
                INSERT INTO accounts (id, name, balance, max_active, daily_limit, tier)
                SELECT id, 'Twin', credits, active, pictures, tier FROM unnest(@accounts,
                  '{15000,900000,900000,900000}'::bigint[], '{NULL,2,NULL,NULL}'::int[], '{NULL,NULL,12,NULL}'::int[],
                  '{premium,free,premium,premium}'::text[]) AS twin (id, credits, active, pictures, tier);
                INSERT INTO ledger (account_id, entry, amount) SELECT id, 'grant', balance FROM accounts
                """,
                new { accounts = accounts.ToArray() }
            );
        }

        return accounts;
    }

    /// <summary>Fails unless all tables hold the same in both and the books balance.</summary>
    public async Task AssertSameAsync(CancellationToken cancellationToken)
    {
        foreach (var table in Tables)
        {
            Assert.Equal(await ReadAsync(Other, table), await ReadAsync(One, table));
        }

        Assert.Empty((await new LedgerStore(One.Data).CheckAsync(cancellationToken)).Problems);
    }

    private static async Task<string> ReadAsync(TestHouse house, string table)
    {
        await using var connection = await house.Data.OpenConnectionAsync();
        // The rows of the books and of attempts are numbered as they come; all others have the ids that they were given.
        var own = table is "ledger" or "costs" or "attempts" ? [.. Own, "id"] : Own;
        var rows = await connection.QueryAsync<string>(
            $"SELECT (to_jsonb(t) - @own)::text AS row FROM {table} t ORDER BY row",
            new { own }
        );
        return $"{table}\n{string.Join('\n', rows)}";
    }
}
