using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Images;
using Atelier.Data.Queue;
using Atelier.Data.Usage;
using Npgsql;

namespace Atelier.Data.Generations;

/// <summary>The rows of an ending, in one round trip. The account row and the queue row must be locked.</summary>
internal static class EndBatch
{
    private const string SlotSql =
        "UPDATE slots SET image_id = $3, error_code = $4 WHERE generation_id = $1 AND index = $2";

    private const string EndSql = """
        UPDATE generations SET state = $2, stage = coalesce($3, stage), progress = greatest(progress, $4), settled = $5,
          error_code = $6, error_message = $7, finished_at = atelier.now() WHERE id = $1
        """;

    private const string LedgerSql =
        "INSERT INTO ledger (account_id, generation_id, entry, amount) VALUES ($1, $2, 'settle', $3), ($1, $2, 'release', $4)";

    private const string EventSql = """
        WITH numbered AS (
          UPDATE accounts SET balance = balance + $3, event_seq = event_seq + 1 WHERE id = $1 RETURNING event_seq)
        INSERT INTO events (account_id, seq, generation_id, state, stage, progress, error_code)
        SELECT $1, event_seq, $2, g.state, g.stage, g.progress, g.error_code FROM numbered, generations g WHERE g.id = $2
        """;

    private const string DequeueSql = "DELETE FROM queue WHERE generation_id = $1";

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

        if (money.CostReserved > 0)
        {
            batch.AddBudgetGiveBack(id, money.CostReserved);
        }

        if (money.Count > ending.Delivered.Count && money.HasQuota)
        {
            batch.AddGiveBack(id, money.Count - ending.Delivered.Count);
        }

        foreach (var (slot, image) in ending.Delivered)
        {
            batch.AddImage(id, claim.AccountId, image, candidate: false, ending.KeptFor);
            batch.Add(SlotSql, id, (short)slot, image.Id, Parameter.Text(null));
        }

        foreach (var candidate in ending.Candidates)
        {
            batch.AddImage(id, claim.AccountId, candidate, candidate: true, ending.KeptFor ?? ImageSql.CandidateLife);
        }

        foreach (var (slot, error) in ending.SlotErrors)
        {
            batch.Add(SlotSql, id, (short)slot, Parameter.Uuid(null), error);
        }

        // What failed or was canceled keeps the stage and the percentage it had reached.
        var last = ending.State == GenerationState.Complete ? Milestone.Complete : null;
        batch.Add(
            EndSql,
            id,
            ending.State.ToWire(),
            Parameter.Text(last?.Stage.ToWire()),
            (short)(last?.Progress ?? 0),
            settled,
            Parameter.Text(ending.ErrorCode),
            Parameter.Text(ending.ErrorMessage)
        );
        batch.Add(LedgerSql, claim.AccountId, id, settled, money.Reserved - settled);
        batch.Add(EventSql, claim.AccountId, id, money.Reserved - settled);
        batch.Add(DequeueSql, id);
        batch.Add(QueueSql.Promote, claim.AccountId);
        return batch;
    }
}
