using Atelier.Core.States;
using Atelier.Data.Connections;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Generations;

/// <summary>
/// Notes milestones as <see cref="WorkStore"/> does, those that come at once in one transaction: of one account they would all wait
/// for each other, each with a flush to the disk, while intents grow too old to be sent.
/// </summary>
public sealed class ReachGroups : IDisposable
{
    // In ascending order, as every statement that locks several rows of the queue and waits for them.
    private const string FenceSql = """
        SELECT 1 FROM unnest($1::uuid[], $2::int[]) AS mine (id, epoch)
        JOIN queue q ON q.generation_id = mine.id AND q.epoch = mine.epoch AND q.state = 'running'
        ORDER BY q.generation_id FOR UPDATE OF q
        """;

    // An account's events are numbered in the order in which they came.
    private const string ReachSql = """
        WITH moved AS (
          UPDATE generations g
          SET state = CASE WHEN g.progress > mine.progress THEN g.state ELSE mine.state END,
            stage = CASE WHEN g.progress > mine.progress THEN g.stage ELSE mine.stage END,
            progress = greatest(g.progress, mine.progress), started_at = coalesce(g.started_at, atelier.now())
          FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::text[], $6::smallint[], $7::jsonb[])
            WITH ORDINALITY AS mine (id, epoch, account_id, state, stage, progress, note, place)
          JOIN queue q ON q.generation_id = mine.id AND q.epoch = mine.epoch AND q.state = 'running'
          WHERE g.id = mine.id
          RETURNING g.id, g.state, g.stage, g.progress, g.cancel_requested_at IS NOT NULL AS cancel, mine.account_id,
            mine.note, mine.place),
        numbered AS (
          UPDATE accounts a SET event_seq = a.event_seq + own.events
          FROM (SELECT account_id, count(*) AS events FROM moved GROUP BY account_id) own
          WHERE a.id = own.account_id RETURNING a.id, a.event_seq - own.events AS seq),
        noted AS (
          INSERT INTO events (account_id, seq, generation_id, state, stage, progress, note)
          SELECT own.account_id, numbered.seq + own.number, own.id, own.state, own.stage, own.progress, own.note
          FROM (SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY place) AS number FROM moved) own
          JOIN numbered ON numbered.id = own.account_id)
        SELECT place::int, cancel FROM moved
        """;

    private readonly NpgsqlDataSource _database;
    private readonly WriteGroups<(Claim Claim, Milestone Milestone), bool?> _groups;

    public ReachGroups(WorkStore store, NpgsqlDataSource database, TimeProvider time)
    {
        _database = database;
        _groups = new WriteGroups<(Claim Claim, Milestone Milestone), bool?>(
            item => store.ReachAsync(item.Claim, item.Milestone, CancellationToken.None),
            WriteAsync,
            exception => exception.MayBeOfOne(),
            time
        );
    }

    /// <summary>As <see cref="WorkStore.ReachAsync"/>. What was begun is written, whether or not somebody still waits for it.</summary>
    /// <returns>Whether a cancel was asked for; null when the claim was lost and nothing was written.</returns>
    public Task<bool?> ReachAsync(Claim claim, Milestone milestone, CancellationToken cancellationToken) =>
        _groups.WriteAsync((claim, milestone)).WaitAsync(cancellationToken);

    public void Dispose() => _groups.Dispose();

    /// <summary>One transaction, with an answer for each in their order. None may be there twice.</summary>
    internal async Task<IReadOnlyList<bool?>> WriteAsync(IReadOnlyList<(Claim Claim, Milestone Milestone)> items)
    {
        var ids = items.Select(item => item.Claim.GenerationId).ToArray();
        var epochs = items.Select(item => item.Claim.Epoch).ToArray();
        await using var connection = await _database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.AddGroupSettings();
        // Account before queue, as everywhere.
        batch.AddAccountLocks(items.Select(item => item.Claim.AccountId));
        batch.Add(FenceSql, ids, epochs);
        batch.Add(
            ReachSql,
            ids,
            epochs,
            items.Select(item => item.Claim.AccountId).ToArray(),
            items.Select(item => item.Milestone.State.ToWire()).ToArray(),
            items.Select(item => item.Milestone.Stage.ToWire()).ToArray(),
            items.Select(item => (short)item.Milestone.Progress).ToArray(),
            Parameter.Jsons([.. items.Select(item => item.Milestone.Note)])
        );
        await using var reader = await batch.ExecuteReaderAsync();
        // The settings, the accounts and the claims.
        for (var skipped = 0; skipped < 3; skipped++)
        {
            await reader.NextResultAsync();
        }

        var answers = new bool?[items.Count];
        while (await reader.ReadAsync())
        {
            answers[reader.GetInt32(0) - 1] = reader.GetBoolean(1);
        }

        // The commit comes behind the last result, and is told only to who asks for the next.
        while (await reader.NextResultAsync()) { }

        return answers;
    }
}
