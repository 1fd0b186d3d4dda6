using Atelier.Core.States;
using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Costs;
using Atelier.Data.Images;
using Atelier.Data.Usage;
using Npgsql;

namespace Atelier.Data.Attempts;

/// <summary>
/// Attempts that outlived their generation, or its work where a person decides about it: their answers may still come, and their
/// bills. They have no queue row; the time of their next look is their lease.
/// </summary>
public sealed class LateStore(NpgsqlDataSource database)
{
    // The pauses double from a minute to an hour: what nobody knows after a day, an operator decides. An answer that is there
    // only has to be finished; should that fail, it is tried again soon, and three times before the pauses grow.
    private const string ClaimSql = $"""
        WITH due AS (
          SELECT a.id FROM attempts a JOIN generations g ON g.id = a.generation_id
          WHERE {AttemptReader.IsOpen} AND a.look_at <= atelier.now()
            AND (g.finished_at IS NOT NULL OR g.state = 'review')
          ORDER BY a.look_at LIMIT $1 FOR UPDATE OF a SKIP LOCKED)
        UPDATE attempts a SET polls = a.polls + 1, watched_since = coalesce(a.watched_since, atelier.now()),
          late_looks = least(a.late_looks + 1, 1000),
          look_at = atelier.now() + least(interval '1 hour', interval '1 minute'
            * power(2, least(greatest(a.late_looks - CASE WHEN a.stored_at IS NULL THEN 0 ELSE 2 END, 0), 6)))
        FROM due WHERE a.id = due.id RETURNING {AttemptReader.Columns}
        """;

    private const string LockSql = $"""
        SELECT coalesce(sum(c.nanos) FILTER (WHERE {CostSql.IsOpen}), 0)::bigint,
          coalesce(sum(c.nanos) FILTER (WHERE {CostSql.IsSpent}), 0)::bigint,
          bool_and(g.finished_at IS NOT NULL), bool_and(g.prompt_id IS NULL)
        FROM (SELECT id, generation_id FROM attempts
          WHERE id = $1 AND (state IN ('intent', 'submitted', 'answered', 'unknown') OR late) FOR UPDATE) a
        JOIN generations g ON g.id = a.generation_id
        JOIN costs c ON c.generation_id = a.generation_id AND c.attempt_id = a.id GROUP BY a.id
        """;

    // Locked, so that the account is not erased in the middle, and that no review of it is decided meanwhile.
    private const string ErasedSql = "SELECT erased_at IS NOT NULL FROM accounts WHERE id = $1 FOR KEY SHARE";

    // Its late fact was looked at; another one may still come.
    private const string LookedAtSql = "UPDATE attempts SET late = false WHERE id = $1";

    /// <summary>Attempts that are due for a look; nobody else gets them for a while.</summary>
    public async Task<IReadOnlyList<AttemptRow>> ClaimAsync(int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ClaimSql);
        command.Parameters.Add(new() { Value = most });
        return await AttemptReader.ReadAsync(command, cancellationToken);
    }

    /// <summary>Notes that nothing more is to be had from an ended attempt, unless another fact comes.</summary>
    public async Task PutAsideAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(LookedAtSql);
        command.Parameters.Add(new() { Value = attemptId });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Ends such an attempt: its pictures become candidates, its cost is booked, the caller pays nothing.</summary>
    /// <returns>False when it had ended already; nothing was written.</returns>
    public async Task<bool> EndAsync(
        AttemptChange change,
        Guid generationId,
        Guid accountId,
        IReadOnlyList<NewImage> candidates,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(connection, transaction, change.AttemptId, accountId, cancellationToken) is not { } books)
        {
            return false;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        // Nobody is left to choose a picture of an erased account, or of a photo session that is gone; its files are swept.
        foreach (var candidate in books.Forgotten ? [] : candidates)
        {
            batch.AddCandidate(generationId, accountId, candidate, ImageSql.CandidateLife);
        }

        batch.AddChange(change);
        if (!change.State.IsLive())
        {
            batch.Add(LookedAtSql, change.AttemptId);
            var spent = SpentOf(change.Booking, books.OpenRisk, books.Spent);
            if (books.Ended)
            {
                batch.AddBudgetShift(change.AttemptId, books.OpenRisk, spent);
                batch.AddLateCost(change.AttemptId, spent);
            }
            else
            {
                // Of what still waits for a person the end does the sums.
                batch.AddBudgetRaise(change.AttemptId);
            }
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    // A bill of which a part, or all, was booked before adds the rest.
    private static long SpentOf(Booking? booking, long risk, long spent) =>
        booking switch
        {
            Booking.Cost cost => Math.Max(0, cost.Nanos - spent),
            Booking.WriteOff => risk,
            _ => 0,
        };

    /// <summary>Locks the budget and the attempt; what the book and the account say of it, or null when there is nothing to look at.</summary>
    private static async Task<(long OpenRisk, long Spent, bool Forgotten, bool Ended)?> LockAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid attemptId,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddBudgetLockOfAttempt(attemptId);
        batch.Add(ErasedSql, accountId);
        batch.Add(LockSql, attemptId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadBudgetsAsync(cancellationToken);
        var erased = await reader.ReadAsync(cancellationToken) && reader.GetBoolean(0);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetInt64(0), reader.GetInt64(1), erased || reader.GetBoolean(3), reader.GetBoolean(2))
            : null;
    }
}
