using Atelier.Data.Connections;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Npgsql;

namespace Atelier.Data.Reviews;

/// <summary>The statements about what waits for a person. The account row must be locked.</summary>
internal static class ReviewSql
{
    // The generation's own id: it grows with time, as those of later reviews do.
    private const string BeforeSql = """
        INSERT INTO reviews (id, generation_id, account_id, phase, categories) VALUES ($1, $1, $2, 'before', $3)
        """;

    // One statement, as at accept and at the end.
    private const string AfterSql = """
        WITH parked AS (
          UPDATE generations SET state = 'review' WHERE id = $1 RETURNING state, stage, progress),
        queued AS (
          UPDATE queue SET state = 'review', lease_until = NULL, node_id = NULL, submit = false, follow_at = NULL, failures = 0
          WHERE generation_id = $1),
        review AS (
          INSERT INTO reviews (id, generation_id, account_id, phase, categories) VALUES ($3, $1, $2, 'after', $4)),
        numbered AS (
          UPDATE accounts SET event_seq = event_seq + 1 WHERE id = $2 RETURNING event_seq)
        INSERT INTO events (account_id, seq, generation_id, state, stage, progress)
        SELECT $2, event_seq, $1, state, stage, progress FROM numbered, parked
        """;

    // Held until there is room: the promotion that follows looks for it, and gives a sort key of this moment.
    private const string ResumeSql = """
        WITH resumed AS (
          UPDATE generations SET state = 'queued' WHERE id = $1 RETURNING state, stage, progress),
        queued AS (
          UPDATE queue SET state = 'held' WHERE generation_id = $1),
        numbered AS (
          UPDATE accounts SET event_seq = event_seq + 1 WHERE id = $2 RETURNING event_seq)
        INSERT INTO events (account_id, seq, generation_id, state, stage, progress)
        SELECT $2, event_seq, $1, state, stage, progress FROM numbered, resumed
        """;

    private const string FreeSql = """
        WITH parked AS (
          UPDATE images SET quarantine = NULL WHERE generation_id = $1 AND quarantine = 'parked' AND (cleared OR NOT $2)
          RETURNING id, parked_slot)
        UPDATE slots SET image_id = parked.id, error_code = NULL FROM parked
        WHERE slots.generation_id = $1 AND slots.index = parked.parked_slot
        """;

    private const string ClearSql = "UPDATE images SET cleared = true WHERE id = ANY ($1)";

    private const string CategoriesSql = "UPDATE generations SET error_categories = $2 WHERE id = $1";

    private const string HoldSql = """
        UPDATE images SET quarantine = 'held', expires_at = atelier.now() + $2
        WHERE generation_id = $1 AND quarantine = 'parked'
        """;

    private const string DecidedSql = """
        UPDATE reviews SET decided_at = atelier.now(), outcome = $2 WHERE generation_id = $1 AND decided_at IS NULL
        """;

    /// <summary>A new generation waits before anything is sent.</summary>
    public static void AddReview(
        this NpgsqlBatch batch,
        Guid generationId,
        Guid accountId,
        IReadOnlyList<string> categories
    ) => batch.Add(BeforeSql, generationId, accountId, categories.ToArray());

    /// <summary>A claimed generation waits with its pictures.</summary>
    public static void AddParking(
        this NpgsqlBatch batch,
        Guid generationId,
        Guid accountId,
        IReadOnlyList<string> categories
    ) => batch.Add(AfterSql, generationId, accountId, Guid.CreateVersion7(), categories.ToArray());

    /// <summary>A generation goes on as if it were accepted now; a promotion must follow.</summary>
    public static void AddResumption(this NpgsqlBatch batch, Guid generationId, Guid accountId) =>
        batch.Add(ResumeSql, generationId, accountId);

    /// <summary>Remembers which of the pictures that are parked no check has anything against.</summary>
    public static void AddClearance(this NpgsqlBatch batch, Ending ending)
    {
        var cleared = ending.Delivered.Values.Concat(ending.Candidates).Where(image => image.Concerns.Count == 0);
        if (cleared.Select(image => image.Id).ToArray() is { Length: > 0 } ids)
        {
            batch.Add(ClearSql, ids);
        }
    }

    /// <summary>The parked pictures take their slots.</summary>
    /// <param name="onlyCleared">Those alone that no check has anything against.</param>
    public static void AddFreedom(this NpgsqlBatch batch, Guid generationId, bool onlyCleared = false) =>
        batch.Add(FreeSql, generationId, onlyCleared);

    /// <summary>What it was refused for.</summary>
    public static void AddCategories(this NpgsqlBatch batch, Guid generationId, string[] categories) =>
        batch.Add(CategoriesSql, generationId, categories);

    /// <summary>The parked pictures are never shown, and go after a while.</summary>
    public static void AddHold(this NpgsqlBatch batch, Guid generationId) =>
        batch.Add(HoldSql, generationId, ImageSql.CandidateLife);

    /// <summary>The open review of a generation is over.</summary>
    public static void AddDecided(this NpgsqlBatch batch, Guid generationId, string outcome) =>
        batch.Add(DecidedSql, generationId, outcome);

    /// <summary>Whoever asked for it wants it no more.</summary>
    public static void AddWithdrawal(this NpgsqlBatch batch, Guid generationId)
    {
        batch.AddHold(generationId);
        batch.AddDecided(generationId, "withdrawn");
    }
}
