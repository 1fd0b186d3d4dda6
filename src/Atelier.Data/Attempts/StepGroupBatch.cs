using Atelier.Core.States;
using Atelier.Data.Connections;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Attempts;

/// <summary>The rows of many steps that neither send nor book anything: one transaction in one round trip, without a budget's lock.</summary>
internal static class StepGroupBatch
{
    // In ascending order, as every statement that locks several rows of the queue and waits for them.
    private const string FenceSql = """
        SELECT mine.place::int
        FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS mine (id, epoch, place)
        JOIN queue q ON q.generation_id = mine.id AND q.epoch = mine.epoch AND q.state = 'running'
        ORDER BY q.generation_id, mine.place FOR UPDATE OF q
        """;

    // A row that was not locked above is another's, and fits here no more than there.
    private const string LookedSql = """
        UPDATE attempts a SET polls = a.polls + mine.looks,
          watched_since = CASE WHEN mine.watched THEN coalesce(a.watched_since, atelier.now()) ELSE a.watched_since END,
          state = CASE WHEN a.state IN ('intent', 'submitted', 'answered', 'unknown') THEN coalesce(mine.state, a.state)
            ELSE a.state END,
          failure = CASE WHEN a.state IN ('intent', 'submitted', 'answered', 'unknown') THEN coalesce(mine.failure, a.failure)
            ELSE a.failure END
        FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::boolean[], $6::text[], $7::text[])
          AS mine (attempt_id, id, epoch, looks, watched, state, failure)
        JOIN queue q ON q.generation_id = mine.id AND q.epoch = mine.epoch AND q.state = 'running'
        WHERE a.id = mine.attempt_id
        """;

    // As for one. A call that waited in its lane and is not wanted any more must not be sent.
    private const string LetGoSql = """
        UPDATE queue q SET state = 'ready', lease_until = NULL, node_id = NULL, failures = 0, submit = false,
          follow_at = CASE WHEN q.hinted THEN atelier.now() ELSE atelier.now() + mine.follow_in END
        FROM unnest($1::uuid[], $2::int[], $3::interval[]) AS mine (id, epoch, follow_in)
        WHERE q.generation_id = mine.id AND q.epoch = mine.epoch AND q.state = 'running'
        """;

    /// <summary>The second result has the places, counted from 1, of those that are written.</summary>
    public static NpgsqlBatch Build(NpgsqlConnection connection, IReadOnlyList<(Claim Claim, Step Step)> items)
    {
        var batch = new NpgsqlBatch(connection);
        batch.AddGroupSettings();
        batch.Add(
            FenceSql,
            items.Select(item => item.Claim.GenerationId).ToArray(),
            items.Select(item => item.Claim.Epoch).ToArray()
        );
        AddLooked(batch, [.. items.SelectMany(item => LookedOf(item.Claim, item.Step))]);
        AddLetGo(batch, [.. items.Where(item => !item.Step.Keep)]);
        return batch;
    }

    private static void AddLooked(NpgsqlBatch batch, List<Looked> all)
    {
        if (all.Count > 0)
        {
            batch.Add(
                LookedSql,
                all.Select(one => one.AttemptId).ToArray(),
                all.Select(one => one.Claim.GenerationId).ToArray(),
                all.Select(one => one.Claim.Epoch).ToArray(),
                all.Select(one => one.Looks).ToArray(),
                all.Select(one => one.Watched).ToArray(),
                Parameter.Texts([.. all.Select(one => one.Change?.State.ToWire())]),
                Parameter.Texts([.. all.Select(one => one.Change?.Failure)])
            );
        }
    }

    private static void AddLetGo(NpgsqlBatch batch, List<(Claim Claim, Step Step)> items)
    {
        if (items.Count > 0)
        {
            batch.Add(
                LetGoSql,
                items.Select(item => item.Claim.GenerationId).ToArray(),
                items.Select(item => item.Claim.Epoch).ToArray(),
                Parameter.Intervals([.. items.Select(item => item.Step.FollowIn)])
            );
        }
    }

    private static IEnumerable<Looked> LookedOf(Claim claim, Step step) =>
        step
            .Changes.Select(change => change.AttemptId)
            .Concat(step.Polled)
            .Concat(step.Watched)
            .Distinct()
            .Select(id => new Looked(
                claim,
                id,
                step.Polled.Concat(step.Watched).Count(one => one == id),
                step.Watched.Contains(id),
                step.Changes.LastOrDefault(change => change.AttemptId == id)
            ));

    private sealed record Looked(Claim Claim, Guid AttemptId, int Looks, bool Watched, AttemptChange? Change);
}
