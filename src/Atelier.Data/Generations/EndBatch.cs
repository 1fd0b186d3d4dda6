using System.Text.Json;
using Atelier.Core.States;
using Atelier.Data.Connections;
using Atelier.Data.Images;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Generations;

/// <summary>The rows of an ending, in one round trip. The account row and the queue row must be locked.</summary>
internal static class EndBatch
{
    private const string ImageSql = """
        INSERT INTO images (id, generation_id, account_id, provider, model, seed, width, height, format, files)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

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
        long settled,
        long reserved
    )
    {
        var id = claim.GenerationId;
        var batch = new NpgsqlBatch(connection, transaction);
        foreach (var (slot, image) in ending.Delivered)
        {
            batch.Add(
                ImageSql,
                image.Id,
                id,
                claim.AccountId,
                image.Provider,
                image.Model,
                Parameter.BigInt(image.Seed),
                image.Width,
                image.Height,
                image.Format,
                Parameter.Json(JsonSerializer.Serialize(image.Files, ImageJson.Options))
            );
            batch.Add(SlotSql, id, (short)slot, image.Id, Parameter.Text(null));
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
        batch.Add(LedgerSql, claim.AccountId, id, settled, reserved - settled);
        batch.Add(EventSql, claim.AccountId, id, reserved - settled);
        batch.Add(DequeueSql, id);
        batch.Add(QueueSql.Promote, claim.AccountId);
        return batch;
    }
}
