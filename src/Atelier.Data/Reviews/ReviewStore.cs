using Atelier.Core.States;
using Atelier.Data.Accounts;
using Atelier.Data.Auditing;
using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Data.Queue;
using Dapper;
using Npgsql;

namespace Atelier.Data.Reviews;

/// <summary>What waits for a person, and how that person decides. Whoever comes second, on whatever node, changes nothing.</summary>
public sealed class ReviewStore(NpgsqlDataSource database)
{
    private const string Refusal = "content_policy";

    private const string LockAccountSql = "SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE";

    private const string ParkedSlots = """
        ARRAY(SELECT i.parked_slot FROM images i
          WHERE i.generation_id = g.id AND i.quarantine = 'parked' AND i.parked_slot IS NOT NULL
        """;

    // A statement of its own, so that it sees what the account's lock waited for.
    private const string FenceSql = $"""
        SELECT {EndMoney.Columns}, r.phase = 'after', a.closed_at IS NOT NULL, r.categories,
          {ParkedSlots} AND i.cleared), {ParkedSlots} AND i.cleared IS NULL)
        FROM reviews r JOIN queue q ON q.generation_id = r.generation_id JOIN generations g ON g.id = r.generation_id
          JOIN accounts a ON a.id = g.account_id
        WHERE r.id = $1 AND r.decided_at IS NULL AND q.state = 'review' FOR UPDATE OF q, r
        """;

    private const string DueSql = """
        SELECT r.id FROM reviews r JOIN accounts a ON a.id = r.account_id
        WHERE r.decided_at IS NULL AND (r.created_at <= atelier.now() - @Patience OR a.closed_at IS NOT NULL)
          AND r.id > @after
        ORDER BY r.id LIMIT @most
        """;

    private const string ListSql = """
        SELECT r.id, r.generation_id AS GenerationId, r.account_id AS AccountId, a.name AS Account, r.phase, r.categories,
          g.operation, p.prompt, p.negative_prompt AS NegativePrompt, g.count::int AS Count, g.reserved,
          r.created_at AS CreatedAt
        FROM reviews r JOIN generations g ON g.id = r.generation_id JOIN accounts a ON a.id = r.account_id
          LEFT JOIN prompts p ON p.id = g.prompt_id
        WHERE r.decided_at IS NULL AND (@before::uuid IS NULL OR r.id < @before) AND (@only::uuid IS NULL OR r.id = @only)
        ORDER BY r.id DESC LIMIT @most
        """;

    private const string FindSql =
        "SELECT generation_id AS GenerationId, account_id AS AccountId, outcome FROM reviews WHERE id = @id";

    /// <summary>What waits, newest first.</summary>
    /// <param name="before">Only those older than this id.</param>
    public async Task<IReadOnlyList<ReviewRow>> ListAsync(Guid? before, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<ReviewRow>(
            new CommandDefinition(
                ListSql,
                new
                {
                    before,
                    only = (Guid?)null,
                    most,
                },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>One that waits; null when there is none of this id, or it was decided.</summary>
    public async Task<ReviewRow?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<ReviewRow>(
            new CommandDefinition(
                ListSql,
                new
                {
                    before = (Guid?)null,
                    only = id,
                    most = 1,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Reviews that nobody decided in time, and those of accounts that were closed; the oldest first.</summary>
    /// <param name="after">Only those younger than this id; empty is all.</param>
    public async Task<IReadOnlyList<Guid>> DueAsync(Guid after, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Guid>(
            new CommandDefinition(
                DueSql,
                new
                {
                    ReviewRow.Patience,
                    after,
                    most,
                },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>Decides, with the entry in the audit log, in one transaction. Of a closed account everything is withdrawn.</summary>
    /// <returns>Null when there is no review of this id.</returns>
    public async Task<ReviewDecision?> DecideAsync(
        Guid id,
        ReviewVerdict verdict,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await FindAsync(connection, id, cancellationToken) is not { } found)
        {
            return null;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var fence = await FenceAsync(connection, transaction, id, found, cancellationToken);
        if (fence is null)
        {
            await transaction.RollbackAsync(cancellationToken);
            var known = await FindAsync(connection, id, cancellationToken);
            return new ReviewDecision(found.GenerationId, known?.Outcome ?? "withdrawn", Decided: false);
        }

        var (outcome, action) = fence.Closed ? ("withdrawn", "review.withdraw") : Words(verdict);
        await using var batch = Build(connection, transaction, found, fence, outcome, out var state);
        batch.AddDecided(found.GenerationId, outcome);
        batch.AddAudit(
            actor.Did(action, found.AccountId, id.ToString(), $$"""{"generation_id": "{{found.GenerationId}}"}""")
        );
        batch.AddCommit();
        var lane = await EndStore.ExecuteAsync(batch, cancellationToken);
        return new ReviewDecision(found.GenerationId, outcome, Decided: true, lane, state.ToWire());
    }

    private static (string Outcome, string Action) Words(ReviewVerdict verdict) =>
        verdict switch
        {
            ReviewVerdict.Accept => ("accepted", "review.accept"),
            ReviewVerdict.Refuse => ("refused", "review.refuse"),
            _ => ("expired", "review.expire"),
        };

    private static NpgsqlBatch Build(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Found found,
        Fence fence,
        string outcome,
        out GenerationState state
    )
    {
        var (id, account) = (found.GenerationId, found.AccountId);
        if (outcome == "accepted" && !fence.After)
        {
            var resumed = new NpgsqlBatch(connection, transaction);
            resumed.AddResumption(id, account);
            resumed.Add(QueueSql.Promote, account);
            state = GenerationState.Queued;
            return resumed;
        }

        var ending = EndingOf(outcome, fence);
        state = ending.State;
        var batch = EndBatch.Build(connection, transaction, new Claim(id, account, Epoch: 0), ending, fence.Money);
        if (outcome == "accepted")
        {
            batch.AddFreedom(id);
        }
        else
        {
            if (state == GenerationState.Complete)
            {
                batch.AddFreedom(id, onlyCleared: true);
            }

            batch.AddHold(id);
            batch.AddCategories(id, RefusedFor.Of(fence.Categories));
        }

        return batch;
    }

    private static Ending EndingOf(string outcome, Fence fence)
    {
        if (outcome == "accepted")
        {
            return new Ending(GenerationState.Complete, new Dictionary<int, NewImage>(), new Dictionary<int, string>())
            {
                Freed = fence.Cleared.Length + fence.Doubted.Length,
            };
        }

        // What nothing is said against was paid for and is the caller's, whatever becomes of the others.
        if (outcome != "withdrawn" && fence.Cleared.Length > 0)
        {
            return new Ending(
                GenerationState.Complete,
                new Dictionary<int, NewImage>(),
                fence.Doubted.ToDictionary(slot => (int)slot, _ => Refusal)
            )
            {
                Freed = fence.Cleared.Length,
            };
        }

        var (state, code, message) = outcome switch
        {
            "withdrawn" => (GenerationState.Canceled, "canceled", "The account was closed."),
            "expired" => (
                GenerationState.Failed,
                Refusal,
                "It had to be looked at by a person and nobody did within 24 hours; nothing was charged."
            ),
            _ => (GenerationState.Failed, Refusal, "A person looked at it and refused it; nothing was charged."),
        };
        var errors = Enumerable.Range(0, fence.Money.Count).ToDictionary(slot => slot, _ => code);
        return new Ending(state, new Dictionary<int, NewImage>(), errors, code, message);
    }

    private static async Task<Found?> FindAsync(
        NpgsqlConnection connection,
        Guid id,
        CancellationToken cancellationToken
    ) =>
        await connection.QuerySingleOrDefaultAsync<Found>(
            new CommandDefinition(FindSql, new { id }, cancellationToken: cancellationToken)
        );

    /// <summary>Locks budget, account, queue row and review, in this order; null when it is decided already.</summary>
    private static async Task<Fence?> FenceAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid id,
        Found found,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddBudgetLockOf(found.AccountId, found.GenerationId);
        batch.Add(LockAccountSql, found.AccountId);
        batch.Add(FenceSql, id);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var budgeted = (await reader.ReadBudgetsAsync(cancellationToken)).Count > 0;
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Fence(
                EndMoney.Read(reader, budgeted),
                reader.GetBoolean(EndMoney.Width),
                reader.GetBoolean(EndMoney.Width + 1),
                reader.GetFieldValue<string[]>(EndMoney.Width + 2),
                reader.GetFieldValue<short[]>(EndMoney.Width + 3),
                reader.GetFieldValue<short[]>(EndMoney.Width + 4)
            )
            : null;
    }

    private sealed record Found(Guid GenerationId, Guid AccountId, string? Outcome);

    /// <param name="After">Whether pictures wait, and not words.</param>
    /// <param name="Cleared">Slots whose pictures no check has anything against.</param>
    /// <param name="Doubted">Slots whose pictures are to be decided about.</param>
    private sealed record Fence(
        EndMoney Money,
        bool After,
        bool Closed,
        string[] Categories,
        short[] Cleared,
        short[] Doubted
    );
}
