using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Costs;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Attempts;

/// <summary>Attempts of a claimed generation: read, and decided about under the claim's epoch.</summary>
public sealed class StepStore(NpgsqlDataSource database)
{
    // What its calls have cost and may still cost, beside what the budget holds for it.
    private const string FenceSql = """
        SELECT g.cost_reserved, g.max_cost, (
          SELECT coalesce(sum(c.nanos) FILTER (WHERE c.entry IN ('cost', 'overrun', 'write_off') OR c.entry = 'risk'
            AND NOT EXISTS (SELECT FROM costs e WHERE e.attempt_id = c.attempt_id
              AND e.entry IN ('cost', 'clear', 'write_off'))), 0)::bigint
          FROM costs c WHERE c.generation_id = g.id)
        FROM queue q JOIN generations g ON g.id = q.generation_id
        WHERE q.generation_id = $1 AND q.epoch = $2 AND q.state = 'running' FOR UPDATE OF q
        """;

    /// <summary>Those of these attempts that nothing can come of any more.</summary>
    public async Task<IReadOnlyList<Guid>> EndedAsync(
        IReadOnlyCollection<Guid> attemptIds,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT id FROM unnest($1) AS asked (id) WHERE NOT EXISTS (SELECT FROM attempts a
              WHERE a.id = asked.id AND {AttemptReader.IsOpen})
            """
        );
        command.Parameters.Add(new() { Value = attemptIds.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ended = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ended.Add(reader.GetGuid(0));
        }

        return ended;
    }

    /// <summary>Writes a step: all of it or nothing.</summary>
    public async Task<StepOutcome> WriteAsync(Claim claim, Step step, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var risk = step.Next?.Risk ?? 0;
        var spends = risk > 0 || step.Changes.Any(change => change.IsBilled);
        var (budgets, fence) = await LockAsync(connection, transaction, claim, spends, cancellationToken);
        if (fence is null)
        {
            return StepOutcome.Lost;
        }

        var needed = fence.Committed + await ShiftAsync(connection, transaction, step, cancellationToken) + risk;
        var more = Math.Max(0, risk == 0 ? 0 : needed - fence.Reserved);
        if (risk > 0 && (needed > (fence.MaxCost ?? long.MaxValue) || !budgets.All(budget => budget.HasRoom(more))))
        {
            return StepOutcome.NoRoom;
        }

        await using var batch = StepBatch.Build(connection, transaction, claim, step, more);
        batch.AddCommit();
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return StepOutcome.Written;
    }

    private static async Task<(IReadOnlyCollection<BudgetRow> Budgets, Fence? Fence)> LockAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Claim claim,
        bool spends,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        // Whoever spends nothing and has no bill waits for no budget: all steps of a house would stand in one line for its row.
        if (spends)
        {
            batch.AddBudgetLockOf(claim.AccountId, claim.GenerationId);
        }

        batch.Add(FenceSql, claim.GenerationId, claim.Epoch);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var budgets = spends ? await reader.ReadBudgetsAsync(cancellationToken) : [];
        var fence = await reader.ReadAsync(cancellationToken)
            ? new Fence(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.GetInt64(2))
            : null;
        return (budgets.Values, fence);
    }

    /// <summary>By how much this very step changes what the generation has cost and may cost; whoever sends nothing needs not know.</summary>
    private static async Task<long> ShiftAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Step step,
        CancellationToken cancellationToken
    )
    {
        var booked = step.Changes.Where(change => change.Booking is not null).ToDictionary(change => change.AttemptId);
        if (step.Next is null || booked.Count == 0)
        {
            return 0;
        }

        // Risk that somebody has ended meanwhile, such as an operator, is not there to be freed again.
        await using var command = new NpgsqlCommand(
            $"SELECT c.attempt_id, c.nanos FROM costs c WHERE c.attempt_id = ANY ($1) AND {CostSql.IsOpen}",
            connection,
            transaction
        );
        command.Parameters.Add(new() { Value = booked.Keys.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var shift = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            shift += booked[reader.GetGuid(0)].Booking switch
            {
                Booking.Cost cost => cost.Nanos - reader.GetInt64(1),
                Booking.Clear => -reader.GetInt64(1),
                _ => 0,
            };
        }

        return shift;
    }

    private sealed record Fence(long Reserved, long? MaxCost, long Committed);
}
