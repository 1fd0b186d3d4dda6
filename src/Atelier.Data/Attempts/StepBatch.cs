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
          UPDATE attempts SET state = $2, failure = coalesce($3, failure),
            ended_at = CASE WHEN $2 IN ('failed', 'not_sent', 'written_off') THEN atelier.now() ELSE ended_at END
          WHERE id = $1 AND state IN ('intent', 'submitted', 'answered', 'unknown')
          RETURNING id, generation_id, state)
        UPDATE slots SET attempt_id = NULL FROM changed
        WHERE slots.generation_id = changed.generation_id AND slots.attempt_id = changed.id
          AND changed.state IN ('failed', 'not_sent')
        """;

    // What succeeded keeps its slots.
    private const string SucceedSql = """
        UPDATE attempts SET state = 'succeeded', failure = coalesce($2, failure)
        WHERE id = $1 AND state IN ('intent', 'submitted', 'answered', 'unknown')
        """;

    private const string AllSucceedSql = """
        UPDATE attempts SET state = 'succeeded'
        WHERE id = ANY ($1) AND state IN ('intent', 'submitted', 'answered', 'unknown')
        """;

    private const string PolledSql = "UPDATE attempts SET polls = polls + 1 WHERE id = ANY ($1)";

    private const string WatchedSql = """
        UPDATE attempts SET watched_since = coalesce(watched_since, atelier.now()), polls = polls + 1 WHERE id = ANY ($1)
        """;

    private const string TakeMoreSql = "UPDATE generations SET cost_reserved = cost_reserved + $2 WHERE id = $1";

    // In another lane it starts at that lane's virtual time; in its own it keeps its place. What waits already goes on
    // waiting as long as it was told: other slots are looked after meanwhile.
    private const string NextSql = """
        UPDATE queue SET submit = true, link = $3, slots = $4, risk = $5, post_timeout = $6, rerun = $7, lane = $2,
          run_at = CASE WHEN submit AND link = $3 AND slots = $4 THEN run_at ELSE atelier.now() + $8 END,
          sort_key = CASE WHEN lane = $2 THEN sort_key ELSE (SELECT vtime FROM lanes WHERE id = $2) END,
          held_since = CASE WHEN (SELECT mode FROM lanes WHERE id = $2) = 'on' THEN NULL ELSE coalesce(held_since, atelier.now()) END
        WHERE generation_id = $1
        """;

    private const string AloneSql = "UPDATE generations SET plan = plan - 'repeats' - 'goes_alone' WHERE id = $1";

    private const string PassSql = """
        UPDATE generations SET passed = ARRAY(SELECT DISTINCT p FROM unnest(coalesce(passed, '{}') || $2) AS p ORDER BY p)
        WHERE id = $1
        """;

    // A call that waited in its lane and is not wanted any more must not be sent.
    private const string LetGoSql = """
        UPDATE queue SET state = 'ready', lease_until = NULL, node_id = NULL, failures = 0, submit = $3,
          follow_at = CASE WHEN hinted THEN atelier.now() ELSE atelier.now() + $2 END
        WHERE generation_id = $1
        """;

    // Calls for several slots may be refused for different things: all are told.
    private const string CategoriesSql = """
        UPDATE generations g SET error_categories = ARRAY(
          SELECT DISTINCT c FROM unnest(coalesce(g.error_categories, '{}') || $2) AS c ORDER BY c)
        FROM attempts a WHERE a.id = $1 AND g.id = a.generation_id AND g.finished_at IS NULL
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
            batch.AddBudgetTakeOf(id, more);
            batch.Add(TakeMoreSql, id, more);
        }

        foreach (var change in step.Changes)
        {
            batch.AddChange(change);
        }

        if (step.Changes.FirstOrDefault(change => change.IsBilled) is { } billed)
        {
            batch.AddBudgetRaise(billed.AttemptId);
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

        if (step.Alone)
        {
            batch.Add(AloneSql, id);
        }

        if (step.Passed.Count > 0)
        {
            batch.Add(PassSql, id, step.Passed.Select(place => (short)place).ToArray());
        }

        if (!step.Keep)
        {
            batch.Add(LetGoSql, id, Parameter.Interval(step.FollowIn), step.Next is not null);
        }

        return batch;
    }

    /// <summary>One attempt's new state and what it means for the book.</summary>
    public static void AddChange(this NpgsqlBatch batch, AttemptChange change)
    {
        if (change.State == AttemptState.Succeeded)
        {
            batch.Add(SucceedSql, change.AttemptId, Parameter.Text(change.Failure));
        }
        else
        {
            batch.Add(ChangeSql, change.AttemptId, change.State.ToWire(), Parameter.Text(change.Failure));
        }

        if (change.Categories.Count > 0)
        {
            batch.Add(CategoriesSql, change.AttemptId, change.Categories.ToArray());
        }

        if (change.Booking is { } booking)
        {
            batch.AddBooking(change.AttemptId, booking);
        }
    }

    /// <summary>The same for many attempts. Those that succeeded and were billed, as nearly all do, share statements.</summary>
    public static void AddChanges(this NpgsqlBatch batch, IReadOnlyCollection<AttemptChange> changes)
    {
        var paid = changes
            .Where(change => change is { State: AttemptState.Succeeded, Failure: null, Booking: Booking.Cost })
            .ToList();
        foreach (var change in changes.Except(paid))
        {
            batch.AddChange(change);
        }

        if (paid.Count > 0)
        {
            batch.Add(AllSucceedSql, paid.ConvertAll(change => change.AttemptId));
            batch.AddBills(paid.ConvertAll(change => (change.AttemptId, (Booking.Cost)change.Booking!)));
        }
    }
}
