using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Costs;
using Atelier.Data.Images;
using Atelier.Data.Queue;
using Atelier.Data.Usage;
using Npgsql;

namespace Atelier.Data.Generations;

/// <summary>The rows that <see cref="EndBatch"/> writes for one ending, for many of them. All must be locked.</summary>
internal static class EndGroupBatch
{
    // An account's events are numbered in the order of its endings.
    private const string EndSql = $"""
        WITH o AS (
          SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY place) AS own
          FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::smallint[], $6::bigint[], $7::bigint[], $8::text[],
            $9::text[]) WITH ORDINALITY
            AS o (id, account_id, state, stage, progress, settled, released, error_code, error_message, place)),
        ended AS (
          UPDATE generations g SET state = o.state, stage = coalesce(o.stage, g.stage),
            progress = greatest(g.progress, o.progress), settled = o.settled, error_code = o.error_code,
            error_message = o.error_message, finished_at = atelier.now()
          FROM o WHERE g.id = o.id RETURNING g.id, g.state, g.stage, g.progress, g.error_code),
        entries AS (
          INSERT INTO ledger (account_id, generation_id, entry, amount)
          SELECT o.account_id, o.id, part.entry, part.amount
          FROM o, LATERAL (VALUES (1, 'settle', o.settled), (2, 'release', o.released)) AS part (rank, entry, amount)
          ORDER BY o.place, part.rank),
        used AS (
          INSERT INTO daily_usage (account_id, day, cost, credits)
          SELECT account_id, {UsageSql.ThisDay}, sum(cost), sum(settled) FROM (
            SELECT o.account_id, o.settled, (SELECT {CostSql.Spent} FROM costs c WHERE c.generation_id = o.id) AS cost
            FROM o OFFSET 0) parts
          GROUP BY account_id HAVING sum(cost) > 0 OR sum(settled) > 0 ORDER BY account_id
          {UsageSql.AddMoney}),
        dequeued AS (
          DELETE FROM queue USING o WHERE queue.generation_id = o.id),
        numbered AS (
          UPDATE accounts a SET balance = a.balance + own.released, event_seq = a.event_seq + own.endings
          FROM (SELECT account_id, sum(released)::bigint AS released, count(*) AS endings FROM o GROUP BY account_id) own
          WHERE a.id = own.account_id RETURNING a.id, a.event_seq - own.endings AS seq)
        INSERT INTO events (account_id, seq, generation_id, state, stage, progress, error_code)
        SELECT o.account_id, numbered.seq + o.own, o.id, ended.state, ended.stage, ended.progress, ended.error_code
        FROM o JOIN ended ON ended.id = o.id JOIN numbered ON numbered.id = o.account_id
        """;

    public static NpgsqlBatch Build(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        List<FencedEnding> endings
    )
    {
        var batch = new NpgsqlBatch(connection, transaction);
        batch.AddChanges([.. endings.SelectMany(of => of.Ending.Attempts)]);
        var budgeted = endings.FindAll(of => of.Money is { CostReserved: > 0, Budgeted: true });
        if (budgeted.Count > 0)
        {
            batch.AddBudgetGiveBack([.. budgeted.Select(of => of.Claim.GenerationId)]);
        }

        AddPictures(batch, endings);
        AddVisitors(batch, endings.FindAll(of => of.Money.Guest));
        AddEnds(batch, endings);
        foreach (var of in endings.Where(of => of.Money.Held))
        {
            batch.Add(QueueSql.Promote, of.Claim.AccountId);
        }

        return batch;
    }

    private static void AddPictures(NpgsqlBatch batch, List<FencedEnding> endings)
    {
        var images = endings
            .SelectMany(of =>
                of.Ending.Delivered.Select(delivered => new SlotImage(
                    of.Claim.GenerationId,
                    of.Claim.AccountId,
                    delivered.Value,
                    delivered.Key,
                    of.Ending.KeptFor
                ))
            )
            .ToList();
        if (images.Count > 0)
        {
            batch.AddImages(images);
        }

        foreach (var (claim, ending, money) in endings)
        {
            EndBatch.AddRest(batch, claim, ending);
            if (money.Count > ending.Pictures && money.HasQuota)
            {
                batch.AddGiveBack(claim.GenerationId, money.Count - ending.Pictures);
            }
        }
    }

    private static void AddVisitors(NpgsqlBatch batch, List<FencedEnding> endings)
    {
        if (endings.Count > 0)
        {
            batch.AddEndOfVisitors(
                endings.ConvertAll(of => (of.Claim.GenerationId, of.Money.Count - of.Ending.Pictures, of.Settled))
            );
        }
    }

    private static void AddEnds(NpgsqlBatch batch, List<FencedEnding> endings)
    {
        var lasts = endings.ConvertAll(of => EndBatch.LastOf(of.Ending));
        batch.Add(
            EndSql,
            endings.ConvertAll(of => of.Claim.GenerationId),
            endings.ConvertAll(of => of.Claim.AccountId),
            endings.ConvertAll(of => of.Ending.State.ToWire()),
            lasts.ConvertAll(last => last?.Stage.ToWire()),
            lasts.ConvertAll(last => (short)(last?.Progress ?? 0)),
            endings.ConvertAll(of => of.Settled),
            endings.ConvertAll(of => of.Money.Reserved - of.Settled),
            endings.ConvertAll(of => of.Ending.ErrorCode),
            endings.ConvertAll(of => of.Ending.ErrorMessage)
        );
    }
}
