using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Queue;
using Atelier.Data.Usage;
using Npgsql;

namespace Atelier.Data.Accepting;

/// <summary>The rows of a new generation, written in one round trip.</summary>
internal static class AcceptBatch
{
    private const string PromptSql = """
        INSERT INTO prompts (id, account_id, prompt, negative_prompt, calls) VALUES ($1, $2, $3, $4, $5)
        """;

    private const string GenerationSql = """
        INSERT INTO generations (id, account_id, key_id, operation, prompt_id, request, plan, count, price_each, reserved,
          fingerprint, cost_reserved, max_cost, quota_day)
        VALUES ($1, $2, $3, $4, $1, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """;

    private const string SlotsSql = """
        INSERT INTO slots (generation_id, index) SELECT $1, generate_series(0, $2 - 1)
        """;

    private const string ReserveSql = """
        INSERT INTO ledger (account_id, generation_id, entry, amount) VALUES ($1, $2, 'reserve', $3)
        """;

    private const string EventSql = """
        WITH numbered AS (
          UPDATE accounts SET balance = balance - $3, event_seq = event_seq + 1 WHERE id = $1 RETURNING event_seq)
        INSERT INTO events (account_id, seq, generation_id, state, stage, progress)
        SELECT $1, event_seq, $2, 'queued', 'prompt_processing', 0 FROM numbered
        """;

    private const string KeySql = """
        INSERT INTO idempotency_keys (account_id, key, fingerprint, generation_id, expires_at)
        VALUES ($1, $2, $3, $4, atelier.now() + interval '24 hours')
        ON CONFLICT (account_id, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, generation_id = excluded.generation_id, expires_at = excluded.expires_at
        """;

    private static readonly string EnqueueSql = $"""
        INSERT INTO queue (generation_id, lane, account_id, class, sort_key, state, slots, risk, post_timeout)
        SELECT $1, $2, $3, $4, CASE WHEN $6 THEN 0 ELSE {QueueSql.SortKey("$3", "$2", "$4", "$5")} END,
          CASE WHEN $6 THEN 'held' ELSE 'ready' END, $7, $8, $9
        """;

    public static NpgsqlBatch Build(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        AcceptOrder order,
        bool held,
        DateOnly? quotaDay
    )
    {
        var reserved = order.PriceEach * order.Count;
        var batch = new NpgsqlBatch(connection, transaction);
        var (id, account) = (order.GenerationId, order.AccountId);
        if (order.CostReserved > 0)
        {
            batch.AddBudgetTake(order.CostReserved);
        }

        batch.Add(
            PromptSql,
            id,
            account,
            Parameter.Text(order.Prompt),
            Parameter.Text(order.NegativePrompt),
            Parameter.Json(order.CallsJson)
        );
        batch.Add(
            GenerationSql,
            id,
            account,
            Parameter.Uuid(order.KeyId),
            order.Operation,
            Parameter.Json(order.RequestJson),
            Parameter.Json(order.PlanJson),
            (short)order.Count,
            order.PriceEach,
            reserved,
            Parameter.Bytes(order.Fingerprint),
            order.CostReserved,
            Parameter.BigInt(order.MaxCost),
            Parameter.Date(quotaDay)
        );
        batch.Add(SlotsSql, id, order.Count);
        batch.Add(ReserveSql, account, id, reserved);
        batch.Add(EventSql, account, id, reserved);
        if (quotaDay is { } day)
        {
            batch.AddUse(account, day, order.Count);
        }

        batch.Add(
            EnqueueSql,
            id,
            order.Lane,
            account,
            (short)order.Class,
            order.Weight,
            held,
            order.First?.SlotNumbers ?? [],
            order.First?.Risk ?? 0,
            order.First?.PostTimeout ?? TimeSpan.Zero
        );
        if (held)
        {
            batch.Add(QueueSql.Promote, account);
        }

        if (order.Idempotency is { } idempotency)
        {
            batch.Add(KeySql, account, idempotency.Key, idempotency.Fingerprint, id);
        }

        return batch;
    }
}
