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

/// <summary>The rows of an ending, in one round trip. The account row and the queue row must be locked.</summary>
internal static class EndBatch
{
    private const string SlotErrorSql =
        "UPDATE slots SET image_id = NULL, error_code = $3 WHERE generation_id = $1 AND index = $2";

    // One statement, as at accept.
    private const string EndSql = $"""
        WITH ended AS (
          UPDATE generations SET state = $3, stage = coalesce($4, stage), progress = greatest(progress, $5), settled = $6,
            error_code = $8, error_message = $9, finished_at = atelier.now() WHERE id = $1
          RETURNING state, stage, progress, error_code),
        entries AS (
          INSERT INTO ledger (account_id, generation_id, entry, amount) VALUES ($2, $1, 'settle', $6), ($2, $1, 'release', $7)),
        spent AS (
          SELECT {CostSql.Spent}::bigint AS cost FROM costs c WHERE c.generation_id = $1),
        used AS (
          INSERT INTO daily_usage (account_id, day, cost, credits)
          SELECT $2, {UsageSql.ThisDay}, spent.cost, $6 FROM spent WHERE spent.cost > 0 OR $6 > 0
          {UsageSql.AddMoney}),
        dequeued AS (
          DELETE FROM queue WHERE generation_id = $1),
        numbered AS (
          UPDATE accounts SET balance = balance + $7, event_seq = event_seq + 1 WHERE id = $2 RETURNING event_seq)
        INSERT INTO events (account_id, seq, generation_id, state, stage, progress, error_code)
        SELECT $2, event_seq, $1, state, stage, progress, error_code FROM numbered, ended
        """;

    public static NpgsqlBatch Build(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Claim claim,
        Ending ending,
        EndMoney money
    )
    {
        var id = claim.GenerationId;
        var settled = money.Settled(ending);
        var batch = new NpgsqlBatch(connection, transaction);
        foreach (var change in ending.Attempts)
        {
            batch.AddChange(change);
        }

        if (money is { CostReserved: > 0, Budgeted: true })
        {
            batch.AddBudgetGiveBack(id);
        }

        if (money.Count > ending.Pictures && money.HasQuota)
        {
            batch.AddGiveBack(id, money.Count - ending.Pictures);
        }

        if (money.Guest)
        {
            batch.AddEndOfVisitors([(id, money.Count - ending.Pictures, settled)]);
        }

        foreach (var (slot, image) in ending.Delivered)
        {
            batch.AddImage(id, claim.AccountId, image, slot, ending.KeptFor);
        }

        AddRest(batch, claim, ending);
        var last = LastOf(ending);
        batch.Add(
            EndSql,
            id,
            claim.AccountId,
            ending.State.ToWire(),
            Parameter.Text(last?.Stage.ToWire()),
            (short)(last?.Progress ?? 0),
            settled,
            money.Reserved - settled,
            Parameter.Text(ending.ErrorCode),
            Parameter.Text(ending.ErrorMessage)
        );
        if (money.Held)
        {
            batch.Add(QueueSql.Promote, claim.AccountId);
        }

        return batch;
    }

    /// <summary>What has no place among the delivered: surplus pictures, and slots without one.</summary>
    public static void AddRest(NpgsqlBatch batch, Claim claim, Ending ending)
    {
        foreach (var candidate in ending.Candidates)
        {
            batch.AddCandidate(
                claim.GenerationId,
                claim.AccountId,
                candidate,
                ending.KeptFor ?? ImageSql.CandidateLife
            );
        }

        AddSlotErrors(batch, claim.GenerationId, ending);
    }

    /// <summary>Slots without a picture.</summary>
    public static void AddSlotErrors(NpgsqlBatch batch, Guid generationId, Ending ending)
    {
        foreach (var (slot, error) in ending.SlotErrors)
        {
            batch.Add(SlotErrorSql, generationId, (short)slot, error);
        }
    }

    /// <summary>What failed or was canceled keeps the stage and the percentage it had reached.</summary>
    public static Milestone? LastOf(Ending ending) =>
        ending.State == GenerationState.Complete ? Milestone.Complete : null;
}
