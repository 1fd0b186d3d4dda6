using Atelier.Core.States;
using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Costs;
using Atelier.Data.Images;
using Npgsql;

namespace Atelier.Data.Attempts;

/// <summary>
/// Attempts that outlived their generation: their answers may still come, and their bills. They have no queue row; the time
/// of their next look is their lease.
/// </summary>
public sealed class LateStore(NpgsqlDataSource database)
{
    // The pauses double from a minute to an hour: what nobody knows after a day, an operator decides.
    private const string ClaimSql = $"""
        WITH due AS (
          SELECT a.id FROM attempts a JOIN generations g ON g.id = a.generation_id
          WHERE a.state IN ('intent', 'submitted', 'answered', 'unknown') AND a.look_at <= atelier.now()
            AND g.finished_at IS NOT NULL
          ORDER BY a.look_at LIMIT $1 FOR UPDATE OF a SKIP LOCKED)
        UPDATE attempts a SET polls = a.polls + 1, watched_since = coalesce(a.watched_since, atelier.now()),
          look_at = atelier.now() + least(interval '1 minute' * power(2, least(a.polls, 6)), interval '1 hour')
        FROM due WHERE a.id = due.id RETURNING {AttemptReader.Columns}
        """;

    private const string LockSql = """
        SELECT risk, EXISTS (SELECT FROM costs e WHERE e.attempt_id = a.id AND e.entry IN ('cost', 'clear', 'write_off'))
        FROM attempts a WHERE id = $1 AND state IN ('intent', 'submitted', 'answered', 'unknown') FOR UPDATE
        """;

    /// <summary>Attempts that are due for a look; nobody else gets them for a while.</summary>
    public async Task<IReadOnlyList<AttemptRow>> ClaimAsync(int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ClaimSql);
        command.Parameters.Add(new() { Value = most });
        return await AttemptReader.ReadAsync(command, cancellationToken);
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
        if (await LockAsync(connection, transaction, change.AttemptId, cancellationToken) is not { } risk)
        {
            return false;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var candidate in candidates)
        {
            batch.AddImage(generationId, accountId, candidate, candidate: true, ImageSql.CandidateLife);
        }

        batch.AddChange(change);
        if (!change.State.IsLive())
        {
            batch.AddBudgetShift(risk, SpentOf(change.Booking, risk));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static long SpentOf(Booking? booking, long risk) =>
        booking switch
        {
            Booking.Cost cost => cost.Nanos,
            Booking.WriteOff => risk,
            _ => 0,
        };

    /// <summary>Locks the budget and the attempt; the risk that stands open for it, or null when it has ended.</summary>
    private static async Task<long?> LockAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid attemptId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddBudgetLock();
        batch.Add(LockSql, attemptId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadBudgetAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? reader.GetBoolean(1)
                ? 0
                : reader.GetInt64(0)
            : null;
    }
}
