using Atelier.Core.States;
using Atelier.Data.Queue;
using Dapper;
using Npgsql;

namespace Atelier.Data.Generations;

/// <summary>A worker's reads and fenced writes between claim and end.</summary>
public sealed class WorkStore(NpgsqlDataSource database)
{
    // Account before queue, as everywhere; the UPDATE of the numbered row sees the newest version it waited for.
    private const string ReachSql = """
        WITH account AS MATERIALIZED (SELECT id FROM accounts WHERE id = @AccountId FOR UPDATE),
        fence AS MATERIALIZED (
          SELECT q.generation_id FROM queue q, account
          WHERE q.generation_id = @GenerationId AND q.epoch = @Epoch AND q.state = 'running' FOR UPDATE OF q),
        moved AS (
          UPDATE generations g
          SET state = CASE WHEN g.progress > @Progress THEN g.state ELSE @State END,
            stage = CASE WHEN g.progress > @Progress THEN g.stage ELSE @Stage END, progress = greatest(progress, @Progress),
            started_at = coalesce(started_at, atelier.now())
          FROM fence WHERE g.id = fence.generation_id
          RETURNING g.id, g.state, g.stage, g.progress, g.cancel_requested_at IS NOT NULL AS cancel),
        numbered AS (
          UPDATE accounts SET event_seq = event_seq + 1 FROM moved WHERE accounts.id = @AccountId
          RETURNING event_seq),
        noted AS (
          INSERT INTO events (account_id, seq, generation_id, state, stage, progress, note)
          SELECT @AccountId, event_seq, moved.id, moved.state, moved.stage, moved.progress, @Note::jsonb
          FROM numbered, moved)
        SELECT cancel FROM moved
        """;

    /// <summary>Notes that a milestone was reached, with its event.</summary>
    /// <returns>Whether a cancel was asked for; null when the claim was lost and nothing was written.</returns>
    public async Task<bool?> ReachAsync(Claim claim, Milestone milestone, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<bool?>(
            new CommandDefinition(
                ReachSql,
                new
                {
                    claim.GenerationId,
                    claim.AccountId,
                    claim.Epoch,
                    State = milestone.State.ToWire(),
                    Stage = milestone.Stage.ToWire(),
                    Progress = (short)milestone.Progress,
                    milestone.Note,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Whether the caller asked for an end.</summary>
    public async Task<bool> IsCancelRequestedAsync(Guid generationId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(
                "SELECT cancel_requested_at IS NOT NULL FROM generations WHERE id = @generationId",
                new { generationId },
                cancellationToken: cancellationToken
            )
        );
    }
}
