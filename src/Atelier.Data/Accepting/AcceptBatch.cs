using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Queue;
using Atelier.Data.Quotes;
using Atelier.Data.Repeats;
using Atelier.Data.Reviews;
using Atelier.Data.Usage;
using Atelier.Data.Webhooks;
using Npgsql;

namespace Atelier.Data.Accepting;

/// <summary>The rows of a new generation, written in one round trip.</summary>
internal static class AcceptBatch
{
    // One statement: six would cost the server twice as much. Foreign keys are checked at its end.
    private static readonly string InsertSql = $"""
        WITH prompt AS (
          INSERT INTO prompts (id, account_id, prompt, negative_prompt, calls) VALUES ($1, $2, $3, $4, $5)),
        generation AS (
          INSERT INTO generations (id, account_id, prompt_id, key_id, operation, request, plan, count, price_each, reserved,
            fingerprint, cost_reserved, max_cost, quota_day, watermark, limit_group, visitor, state, session_id, client,
            presentation_id, slide_id, element_id)
          VALUES ($1, $2, $1, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $24, $25, $26, $27, $28, $29,
            $30, $31, $32)),
        slot AS (
          INSERT INTO slots (generation_id, index) SELECT $1, generate_series(0, $10 - 1)),
        entry AS (
          INSERT INTO ledger (account_id, generation_id, entry, amount) VALUES ($2, $1, 'reserve', $12)),
        used AS (
          INSERT INTO daily_usage (account_id, day, pictures) SELECT $2, $16, $10 WHERE $16 IS NOT NULL
          {UsageSql.AddPictures}),
        queued AS (
          INSERT INTO queue (generation_id, lane, account_id, class, sort_key, state, slots, risk, post_timeout, at_once)
          SELECT $1, $17, $2, $18, {QueueSql.SortKey("$2", "$17", "$18", "$19")}, $20, $21, $22, $23, $33),
        numbered AS (
          UPDATE accounts SET balance = balance - $12, event_seq = event_seq + 1 WHERE id = $2 RETURNING event_seq)
        INSERT INTO events (account_id, seq, generation_id, state, stage, progress)
        SELECT $2, event_seq, $1, $27, 'prompt_processing', 0 FROM numbered
        """;

    private const string KeySql = """
        INSERT INTO idempotency_keys (account_id, key, fingerprint, generation_id, expires_at)
        VALUES ($1, $2, $3, $4, atelier.now() + interval '24 hours')
        ON CONFLICT (account_id, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, generation_id = excluded.generation_id, expires_at = excluded.expires_at
        """;

    public static NpgsqlBatch Build(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        AcceptOrder order,
        Judgement judgement,
        IReadOnlyCollection<string> budgets
    )
    {
        var batch = new NpgsqlBatch(connection, transaction);
        var (id, account) = (order.GenerationId, order.AccountId);
        if (order.CostReserved > 0 && budgets.Count > 0)
        {
            batch.AddBudgetTake(account, order.KeyId, order.CostReserved);
        }

        batch.Add(
            InsertSql,
            id,
            account,
            Parameter.Text(order.Prompt),
            Parameter.Text(order.NegativePrompt),
            Parameter.Json(order.CallsJson),
            Parameter.Uuid(order.KeyId),
            order.Operation,
            Parameter.Json(order.RequestJson),
            Parameter.Json(order.PlanJson),
            order.Count,
            order.PriceEach,
            order.Price,
            Parameter.Bytes(order.Fingerprint),
            order.CostReserved,
            Parameter.BigInt(order.MaxCost),
            Parameter.Date(judgement.QuotaDay),
            order.Lane,
            (short)order.Class,
            order.Weight,
            judgement.QueueState,
            order.First?.SlotNumbers ?? [],
            order.First?.Risk ?? 0,
            order.First?.PostTimeout ?? TimeSpan.Zero,
            judgement.Watermark,
            Parameter.Text(judgement.LimitGroup),
            Parameter.Bytes(order.Visitor),
            judgement.State,
            Parameter.Uuid(order.SessionId),
            Parameter.Bytes(order.Client),
            Parameter.Text(order.Place?.PresentationId),
            Parameter.Text(order.Place?.SlideId),
            Parameter.Text(order.Place?.ElementId),
            Parameter.Small(order.AtOnce)
        );
        batch.AddUses(order);
        batch.AddRepeats(order);
        batch.AddQuoteUses(order);
        if (judgement.QuotaDay is { } day && order.Visitor is { } visitor)
        {
            batch.AddUseByVisitor(visitor, day, order.Count);
        }

        if (judgement.Held)
        {
            batch.Add(QueueSql.Promote, account);
        }

        if (order.Review is { } categories)
        {
            batch.AddReview(id, account, categories);
        }

        if (order.Idempotency is { } idempotency)
        {
            batch.Add(KeySql, account, idempotency.Key, idempotency.Fingerprint, id);
        }

        batch.AddWebhook(id, account, order.Webhook);

        return batch;
    }
}
