using Dapper;
using Npgsql;

namespace Atelier.Crash.Tests.Checking;

/// <summary>All rows of a database, read at one moment with SQL of our own.</summary>
internal sealed record Facts(
    IReadOnlyList<GenerationFacts> Generations,
    IReadOnlyList<AttemptFacts> Attempts,
    IReadOnlyList<ImageFacts> Images,
    IReadOnlyList<LedgerFacts> Ledger,
    IReadOnlyList<CostFacts> Costs,
    IReadOnlyList<BalanceFacts> Balances,
    int Queued
)
{
    /// <summary>Attempts whose risk nothing has ended.</summary>
    public IReadOnlyList<CostFacts> OpenRisks { get; } =
    [
        .. Costs
            .GroupBy(cost => cost.AttemptId)
            .Where(book => !book.Any(cost => cost.Entry is "cost" or "clear" or "write_off"))
            .SelectMany(book => book.Where(cost => cost.Entry == "risk")),
    ];

    public static async Task<Facts> ReadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            cancellationToken
        );
        async Task<IReadOnlyList<T>> AllAsync<T>(string sql) => (await connection.QueryAsync<T>(sql)).AsList();
        return new Facts(
            await AllAsync<GenerationFacts>(
                """
                SELECT g.id AS Id, g.account_id AS AccountId, g.plan -> 'chain' -> 0 ->> 'provider' AS Wire, g.state AS State,
                  g.error_code AS ErrorCode, p.prompt AS Prompt,
                  (g.plan ->> 'seed')::bigint AS Seed, g.count::int AS Count, count(s.image_id)::int AS Filled,
                  count(s.error_code)::int AS Errors, g.price_each AS PriceEach, g.finished_at AS FinishedAt
                FROM generations g JOIN prompts p ON p.id = g.prompt_id JOIN slots s ON s.generation_id = g.id
                GROUP BY g.id, p.prompt
                """
            ),
            await AllAsync<AttemptFacts>(
                """
                SELECT id AS Id, generation_id AS GenerationId, lane AS Wire, state AS State, slots::int[] AS Slots,
                  rerun AS Rerun, failure AS Failure FROM attempts
                """
            ),
            await AllAsync<ImageFacts>(
                """
                SELECT id AS Id, generation_id AS GenerationId, provider AS Wire, candidate AS Candidate,
                  files::text AS FilesJson FROM images
                """
            ),
            await AllAsync<LedgerFacts>(
                "SELECT account_id AS AccountId, generation_id AS GenerationId, entry AS Entry, amount AS Amount FROM ledger"
            ),
            await AllAsync<CostFacts>(
                "SELECT attempt_id AS AttemptId, provider AS Wire, entry AS Entry, nanos AS Nanos FROM costs"
            ),
            await AllAsync<BalanceFacts>("SELECT id AS Id, balance AS Balance FROM accounts"),
            await connection.ExecuteScalarAsync<int>("SELECT count(*)::int FROM queue")
        );
    }
}
