using Atelier.Core;
using Atelier.Core.States;
using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Costs;
using Atelier.Data.Usage;
using Npgsql;

namespace Atelier.Data.Attempts;

/// <summary>The operator's view of calls whose cost is open, and the buttons for those of unknown outcome.</summary>
public sealed class OperatorStore(NpgsqlDataSource database)
{
    private const string ListSql = $"""
        SELECT a.id, a.generation_id, g.account_id, a.lane, g.plan->'chain'->(a.link::int)->>'model', a.state,
          a.slots::int[], c.nanos, a.intent_at, a.task_id, a.request_id, a.failure, g.state,
          a.sent_with
        FROM costs c JOIN attempts a ON a.id = c.attempt_id JOIN generations g ON g.id = a.generation_id
        WHERE {CostSql.IsOpen} AND ($1 IS NULL OR a.state = $1) AND ($2 IS NULL OR a.id > $2)
        ORDER BY a.id LIMIT $3
        """;

    // Queue before attempt, as everywhere.
    private const string LockQueueSql = """
        SELECT 1 FROM queue q JOIN attempts a ON a.generation_id = q.generation_id WHERE a.id = $1 FOR UPDATE OF q
        """;

    private const string LockAttemptSql = """
        SELECT a.state, a.risk, g.finished_at IS NOT NULL FROM attempts a JOIN generations g ON g.id = a.generation_id
        WHERE a.id = $1 FOR UPDATE OF a
        """;

    private const string AuditSql =
        "INSERT INTO decisions (attempt_id, key_id, action, reason) VALUES ($1, $2, $3, $4)";

    // Whoever looks after the generation shall look now, and who is at it once more: it may have read the attempt before.
    private const string WakeSql = """
        UPDATE queue SET follow_at = atelier.now(), hinted = true FROM attempts a
        WHERE a.id = $1 AND queue.generation_id = a.generation_id
        """;

    /// <summary>Attempts whose risk stands open, the oldest first.</summary>
    /// <param name="state">Only those in this state.</param>
    /// <param name="after">Only those behind this id.</param>
    public async Task<IReadOnlyList<OpenAttempt>> ListAsync(
        AttemptState? state,
        Guid? after,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(ListSql);
        command.Parameters.Add(Parameter.Text(state?.ToWire()));
        command.Parameters.Add(Parameter.Uuid(after));
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<OpenAttempt>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(
                new OpenAttempt(
                    reader.GetGuid(0),
                    reader.GetGuid(1),
                    reader.GetGuid(2),
                    reader.GetString(3),
                    TextOf(reader, 4),
                    reader.GetString(5),
                    reader.GetFieldValue<int[]>(6),
                    reader.GetInt64(7),
                    reader.GetFieldValue<DateTimeOffset>(8),
                    TextOf(reader, 9),
                    TextOf(reader, 10),
                    TextOf(reader, 11),
                    reader.GetString(12)
                )
                {
                    SentWith = TextOf(reader, 13),
                }
            );
        }

        return rows;
    }

    private static string? TextOf(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>Decides about an unknown call, and writes down who said so and why.</summary>
    /// <param name="costNanos">What was billed, with <see cref="OperatorAction.Paid"/>; null is the whole risk.</param>
    /// <returns>False when it is not unknown, or with <see cref="OperatorAction.Rerun"/> its generation is over; null when there is none.</returns>
    public async Task<bool?> DecideAsync(
        Guid attemptId,
        OperatorAction action,
        long? costNanos,
        string reason,
        Guid? keyId,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(connection, transaction, attemptId, cancellationToken) is not { } attempt)
        {
            return null;
        }

        if (attempt.State != AttemptState.Unknown || (action == OperatorAction.Rerun && attempt.GenerationEnded))
        {
            return false;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(AuditSql, attemptId, Parameter.Uuid(keyId), SnakeCase.Of(action), reason);
        if (action == OperatorAction.Rerun)
        {
            batch.Add("UPDATE attempts SET rerun_at = atelier.now() WHERE id = $1", attemptId);
        }
        else
        {
            AddEnd(batch, attemptId, action, costNanos, attempt, reason);
        }

        batch.Add(WakeSql, attemptId);
        if (attempt.GenerationEnded && action != OperatorAction.Rerun)
        {
            batch.AddLateCost(attemptId, SpentOf(action, costNanos, attempt));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static void AddEnd(
        NpgsqlBatch batch,
        Guid attemptId,
        OperatorAction action,
        long? costNanos,
        Locked attempt,
        string reason
    )
    {
        var spent = SpentOf(action, costNanos, attempt);
        var (state, booking) = action switch
        {
            OperatorAction.Paid => (AttemptState.Failed, (Booking)new Booking.Cost(spent, Estimated: false)),
            OperatorAction.NotPaid => (AttemptState.Failed, new Booking.Clear()),
            _ => (AttemptState.WrittenOff, new Booking.WriteOff()),
        };
        batch.AddChange(new AttemptChange(attemptId, state, "decided_by_operator"));
        batch.AddBooking(attemptId, booking, reason);
        if (attempt.GenerationEnded)
        {
            batch.AddBudgetShift(attemptId, attempt.Risk, spent);
        }
        else
        {
            // Of a running generation the end does the sums.
            batch.AddBudgetRaise(attemptId);
        }
    }

    private static long SpentOf(OperatorAction action, long? costNanos, Locked attempt) =>
        action switch
        {
            OperatorAction.NotPaid => 0,
            OperatorAction.Paid => costNanos ?? attempt.Risk,
            _ => attempt.Risk,
        };

    private static async Task<Locked?> LockAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid attemptId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddBudgetLockOfAttempt(attemptId);
        batch.Add(LockQueueSql, attemptId);
        batch.Add(LockAttemptSql, attemptId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadBudgetsAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Locked(AttemptStates.Parse(reader.GetString(0)), reader.GetInt64(1), reader.GetBoolean(2))
            : null;
    }

    private sealed record Locked(AttemptState State, long Risk, bool GenerationEnded);
}
