using Atelier.Core.States;
using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Costs;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Attempts;

/// <summary>The rows of a step, in one round trip. Budget and queue row must be locked.</summary>
internal static class StepBatch
{
    // What ended leaves its slots; an unknown call that is run again does when the next one takes them.
    private const string ChangeSql = """
        WITH changed AS (
          UPDATE attempts SET state = $2, failure = coalesce($3, failure)
          WHERE id = $1 AND state IN ('intent', 'submitted', 'answered', 'unknown')
          RETURNING id, generation_id, state)
        UPDATE slots SET attempt_id = NULL FROM changed
        WHERE slots.generation_id = changed.generation_id AND slots.attempt_id = changed.id
          AND changed.state IN ('failed', 'not_sent')
        """;

    private const string PolledSql = "UPDATE attempts SET polls = polls + 1 WHERE id = ANY ($1)";

    private const string WatchedSql = """
        UPDATE attempts SET watched_since = coalesce(watched_since, atelier.now()), polls = polls + 1 WHERE id = ANY ($1)
        """;

    private const string TakeMoreSql = "UPDATE generations SET cost_reserved = cost_reserved + $2 WHERE id = $1";

    // In another lane it starts at that lane's virtual time; in its own it keeps its place.
    private const string NextSql = """
        UPDATE queue SET submit = true, link = $3, slots = $4, risk = $5, post_timeout = $6, rerun = $7,
          run_at = atelier.now() + $8, lane = $2,
          sort_key = CASE WHEN lane = $2 THEN sort_key ELSE (SELECT vtime FROM lanes WHERE id = $2) END
        WHERE generation_id = $1
        """;

    private const string LetGoSql = """
        UPDATE queue SET state = 'ready', lease_until = NULL, node_id = NULL, failures = 0,
          follow_at = CASE WHEN hinted THEN atelier.now() ELSE atelier.now() + $2 END
        WHERE generation_id = $1
        """;

    public static NpgsqlBatch Build(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Claim claim,
        Step step,
        long more
    )
    {
        var id = claim.GenerationId;
        var batch = new NpgsqlBatch(connection, transaction);
        if (more > 0)
        {
            batch.AddBudgetTake(more);
            batch.Add(TakeMoreSql, id, more);
        }

        foreach (var change in step.Changes)
        {
            batch.AddChange(change);
        }

        if (step.Polled.Count > 0)
        {
            batch.Add(PolledSql, step.Polled.ToArray());
        }

        if (step.Watched.Count > 0)
        {
            batch.Add(WatchedSql, step.Watched.ToArray());
        }

        if (step.Next is { } next)
        {
            batch.Add(
                NextSql,
                id,
                next.Lane,
                (short)next.Link,
                next.SlotNumbers,
                next.Risk,
                next.PostTimeout,
                next.Rerun,
                step.Wait
            );
        }

        if (!step.Keep)
        {
            batch.Add(LetGoSql, id, Parameter.Interval(step.FollowIn));
        }

        return batch;
    }

    /// <summary>One attempt's new state and what it means for the book.</summary>
    public static void AddChange(this NpgsqlBatch batch, AttemptChange change)
    {
        batch.Add(ChangeSql, change.AttemptId, change.State.ToWire(), Parameter.Text(change.Failure));
        if (change.Booking is { } booking)
        {
            batch.AddBooking(change.AttemptId, booking);
        }
    }
}
