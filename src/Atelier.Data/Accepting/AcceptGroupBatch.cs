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

/// <summary>The rows that <see cref="AcceptBatch"/> writes for one order, for many of them: a statement a table.</summary>
internal static class AcceptGroupBatch
{
    private const string PromptsSql = """
        INSERT INTO prompts (id, account_id, prompt, negative_prompt, calls)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::jsonb[])
        """;

    private const string GenerationsSql = """
        INSERT INTO generations (id, account_id, prompt_id, key_id, operation, request, plan, count, price_each, reserved,
          fingerprint, cost_reserved, max_cost, quota_day, watermark, limit_group, visitor, state,
          session_id, client, presentation_id, slide_id, element_id)
        SELECT id, account_id, id, key_id, operation, request, plan, count, price_each, reserved, fingerprint, cost_reserved,
          max_cost, quota_day, watermark, limit_group, visitor, state, session_id, client,
          presentation_id, slide_id, element_id
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::jsonb[], $6::jsonb[], $7::int[], $8::bigint[],
          $9::bigint[], $10::bytea[], $11::bigint[], $12::bigint[], $13::date[], $14::boolean[], $15::text[], $16::bytea[],
          $17::text[], $18::uuid[], $19::bytea[], $20::text[], $21::text[], $22::text[])
          AS o (id, account_id, key_id, operation, request, plan, count, price_each, reserved, fingerprint, cost_reserved,
            max_cost, quota_day, watermark, limit_group, visitor, state, session_id, client,
            presentation_id, slide_id, element_id)
        """;

    private const string SlotsSql = """
        INSERT INTO slots (generation_id, index)
        SELECT id, generate_series(0, count - 1) FROM unnest($1::uuid[], $2::int[]) AS o (id, count)
        """;

    // An account's events are numbered in the order of its orders.
    private const string BooksSql = $"""
        WITH o AS (
          SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY place) AS own
          FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::date[], $5::int[], $6::text[]) WITH ORDINALITY
            AS o (id, account_id, price, day, pictures, state, place)),
        used AS (
          INSERT INTO daily_usage (account_id, day, pictures)
          SELECT account_id, day, sum(pictures) FROM o WHERE day IS NOT NULL GROUP BY account_id, day ORDER BY account_id
          {UsageSql.AddPictures}),
        entries AS (
          INSERT INTO ledger (account_id, generation_id, entry, amount)
          SELECT account_id, id, 'reserve', price FROM o ORDER BY place),
        numbered AS (
          UPDATE accounts a SET balance = a.balance - own.price, event_seq = a.event_seq + own.orders
          FROM (SELECT account_id, sum(price)::bigint AS price, count(*) AS orders FROM o GROUP BY account_id) own
          WHERE a.id = own.account_id RETURNING a.id, a.event_seq - own.orders AS seq)
        INSERT INTO events (account_id, seq, generation_id, state, stage, progress)
        SELECT o.account_id, numbered.seq + o.own, o.id, o.state, 'prompt_processing', 0
        FROM o JOIN numbered ON numbered.id = o.account_id
        """;

    // Each stands behind those of its account before it, as if they had come one after the other.
    private static readonly string EnqueueSql = $"""
        WITH o AS (
          SELECT *, sum(CASE state WHEN 'ready' THEN weight ELSE 0 END) OVER (PARTITION BY account_id, lane, class
            ORDER BY place) + CASE state WHEN 'ready' THEN 0 ELSE weight END AS ahead
          FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::smallint[], $5::int[], $6::text[], $7::text[], $8::bigint[],
            $9::interval[], $10::smallint[]) WITH ORDINALITY
            AS o (id, lane, account_id, class, weight, state, slots, risk, post_timeout, at_once, place))
        INSERT INTO queue (generation_id, lane, account_id, class, sort_key, state, slots, risk, post_timeout, at_once)
        SELECT id, lane, account_id, class, {QueueSql.SortKey("o.account_id", "o.lane", "o.class", "o.ahead")}, state,
          slots::smallint[], risk, post_timeout, at_once
        FROM o
        """;

    private const string KeysSql = """
        INSERT INTO idempotency_keys (account_id, key, fingerprint, generation_id, expires_at)
        SELECT account_id, key, fingerprint, id, atelier.now() + interval '24 hours'
        FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::uuid[]) AS o (account_id, key, fingerprint, id)
        ON CONFLICT (account_id, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, generation_id = excluded.generation_id, expires_at = excluded.expires_at
        """;

    public static NpgsqlBatch Build(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        IReadOnlyList<JudgedOrder> accepted,
        IReadOnlyCollection<string> budgets
    )
    {
        var batch = new NpgsqlBatch(connection, transaction);
        var orders = accepted.Select(judged => judged.Order).ToList();
        AddBudgets(batch, budgets, orders);
        AddGenerations(batch, accepted, orders);
        batch.AddUses(orders);
        batch.AddRepeats(orders);
        batch.AddQuoteUses(orders);
        batch.Add(
            BooksSql,
            orders.ConvertAll(order => order.GenerationId),
            orders.ConvertAll(order => order.AccountId),
            orders.ConvertAll(order => order.Price),
            accepted.Select(judged => judged.Judgement.QuotaDay).ToList(),
            orders.ConvertAll(order => order.Count),
            accepted.Select(judged => judged.Judgement.State).ToList()
        );
        AddQueueRows(batch, accepted, orders);
        AddVisitors(batch, accepted);
        foreach (var judged in accepted.Where(judged => judged.Judgement.Held))
        {
            batch.Add(QueueSql.Promote, judged.Order.AccountId);
        }

        foreach (var order in orders.Where(order => order.Review is not null))
        {
            batch.AddReview(order.GenerationId, order.AccountId, order.Review!);
        }

        AddKeys(batch, orders.FindAll(order => order.Idempotency is not null));
        foreach (var order in orders)
        {
            batch.AddWebhook(order.GenerationId, order.AccountId, order.Webhook);
        }

        return batch;
    }

    private static void AddBudgets(NpgsqlBatch batch, IReadOnlyCollection<string> budgets, List<AcceptOrder> orders)
    {
        var taken = orders
            .Where(order => order.CostReserved > 0)
            .SelectMany(order => order.Scopes, (order, scope) => (scope.Id, order.CostReserved))
            .Where(part => budgets.Contains(part.Id))
            .GroupBy(part => part.Id, part => part.CostReserved)
            .ToDictionary(scope => scope.Key, scope => scope.Sum());
        if (taken.Count > 0)
        {
            batch.AddBudgetTakes(taken);
        }
    }

    private static void AddGenerations(NpgsqlBatch batch, IReadOnlyList<JudgedOrder> accepted, List<AcceptOrder> orders)
    {
        var (ids, accounts) = (
            orders.ConvertAll(order => order.GenerationId),
            orders.ConvertAll(order => order.AccountId)
        );
        batch.Add(
            PromptsSql,
            ids,
            accounts,
            orders.ConvertAll(order => order.Prompt),
            orders.ConvertAll(order => order.NegativePrompt),
            Parameter.Jsons(orders.ConvertAll(order => order.CallsJson))
        );
        batch.Add(
            GenerationsSql,
            ids,
            accounts,
            orders.ConvertAll(order => order.KeyId),
            orders.ConvertAll(order => order.Operation),
            Parameter.Jsons(orders.ConvertAll(order => order.RequestJson)),
            Parameter.Jsons(orders.ConvertAll(order => order.PlanJson)),
            orders.ConvertAll(order => order.Count),
            orders.ConvertAll(order => order.PriceEach),
            orders.ConvertAll(order => order.Price),
            orders.ConvertAll(order => order.Fingerprint),
            orders.ConvertAll(order => order.CostReserved),
            orders.ConvertAll(order => order.MaxCost),
            accepted.Select(judged => judged.Judgement.QuotaDay).ToList(),
            accepted.Select(judged => judged.Judgement.Watermark).ToList(),
            accepted.Select(judged => judged.Judgement.LimitGroup).ToList(),
            orders.ConvertAll(order => order.Visitor),
            accepted.Select(judged => judged.Judgement.State).ToList(),
            orders.ConvertAll(order => order.SessionId),
            Parameter.BytesOf(orders.ConvertAll(order => order.Client)),
            Parameter.Texts([.. orders.Select(order => order.Place?.PresentationId)]),
            Parameter.Texts([.. orders.Select(order => order.Place?.SlideId)]),
            Parameter.Texts([.. orders.Select(order => order.Place?.ElementId)])
        );
        batch.Add(SlotsSql, ids, orders.ConvertAll(order => order.Count));
    }

    private static void AddQueueRows(
        NpgsqlBatch batch,
        IReadOnlyList<JudgedOrder> accepted,
        List<AcceptOrder> orders
    ) =>
        batch.Add(
            EnqueueSql,
            orders.ConvertAll(order => order.GenerationId),
            orders.ConvertAll(order => order.Lane),
            orders.ConvertAll(order => order.AccountId),
            orders.ConvertAll(order => (short)order.Class),
            orders.ConvertAll(order => order.Weight),
            accepted.Select(judged => judged.Judgement.QueueState).ToList(),
            // PostgreSQL has no arrays of arrays that differ in length.
            orders.ConvertAll(order => $"{{{string.Join(',', order.First?.SlotNumbers ?? [])}}}"),
            orders.ConvertAll(order => order.First?.Risk ?? 0),
            orders.ConvertAll(order => order.First?.PostTimeout ?? TimeSpan.Zero),
            Parameter.SmallsOf(orders.ConvertAll(order => order.AtOnce))
        );

    private static void AddVisitors(NpgsqlBatch batch, IReadOnlyList<JudgedOrder> accepted)
    {
        foreach (var (order, judgement) in accepted)
        {
            if (order.Visitor is { } visitor && judgement.QuotaDay is { } day)
            {
                batch.AddUseByVisitor(visitor, day, order.Count);
            }
        }
    }

    private static void AddKeys(NpgsqlBatch batch, List<AcceptOrder> keyed)
    {
        if (keyed.Count > 0)
        {
            batch.Add(
                KeysSql,
                keyed.ConvertAll(order => order.AccountId),
                keyed.ConvertAll(order => order.Idempotency!.Key),
                keyed.ConvertAll(order => order.Idempotency!.Fingerprint),
                keyed.ConvertAll(order => order.GenerationId)
            );
        }
    }
}
