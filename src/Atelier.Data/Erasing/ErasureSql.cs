using Atelier.Data.Attempts;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Erasing;

/// <summary>The statements of an erasure.</summary>
internal static class ErasureSql
{
    /// <summary>Locks the account; its name, whether it is the owner's.</summary>
    public const string LockSql = "SELECT name, owner FROM accounts WHERE id = $1 FOR UPDATE";

    // No credits, no work: whoever passed the door before finds nothing to spend when it is his turn.
    private const string DrainSql = """
        WITH old AS (SELECT id, balance FROM accounts WHERE id = $1 AND balance > 0),
        entry AS (
          INSERT INTO ledger (account_id, entry, amount, reason) SELECT id, 'adjust', -balance, 'erased' FROM old)
        UPDATE accounts SET balance = 0 FROM old WHERE accounts.id = old.id
        """;

    private const string CloseSql = """
        WITH keys AS (
          UPDATE api_keys SET revoked_at = coalesce(revoked_at, atelier.now()) WHERE account_id = $1),
        opened AS (DELETE FROM sessions WHERE account_id = $1),
        codes AS (DELETE FROM sign_in_codes WHERE account_id = $1),
        cookies AS (DELETE FROM guests WHERE account_id = $1)
        UPDATE accounts SET closed_at = coalesce(closed_at, atelier.now()), updated_at = atelier.now(),
          url_epoch = url_epoch + 1
        WHERE id = $1
        """;

    private const string InsertSql = "INSERT INTO erasures (id, account_id) VALUES ($1, $2)";

    /// <summary>Whether nothing of account $1 runs or can run any more, and no call is sought.</summary>
    public const string IsQuietSql = $"""
        SELECT NOT EXISTS (SELECT FROM queue WHERE account_id = $1)
          AND NOT EXISTS (SELECT FROM generations g JOIN attempts a ON a.generation_id = g.id
            WHERE g.account_id = $1 AND {AttemptReader.IsSought})
        """;

    public const string HasFilesSql = """
        SELECT EXISTS (SELECT FROM generations g JOIN images i ON i.generation_id = g.id
          WHERE g.account_id = $1 AND i.files <> '{}')
          OR EXISTS (SELECT FROM photo_sessions s JOIN images i ON i.session_id = s.id
          WHERE s.account_id = $1 AND i.files <> '{}')
        """;

    private const string TombstoneSql = """
        UPDATE accounts SET name = 'erased', email = NULL, daily_limit = NULL, max_active = NULL, granted_month = NULL,
          kept_held = 0, erased_at = atelier.now(), updated_at = atelier.now()
        WHERE id = $1
        """;

    private const string DoneSql = """
        UPDATE erasures SET state = 'done', finished_at = atelier.now(), removed = removed || $2,
          kept = jsonb_build_object(
            'ledger_entries', (SELECT count(*) FROM ledger WHERE account_id = $1),
            'cost_entries', (SELECT count(*) FROM costs c JOIN generations g ON g.id = c.generation_id
              WHERE g.account_id = $1))
        WHERE account_id = $1
        """;

    /// <summary>Takes the account's credits; its row must be locked.</summary>
    public static void AddDrain(this NpgsqlBatch batch, Guid accountId) => batch.Add(DrainSql, accountId);

    public static void AddClose(this NpgsqlBatch batch, Guid accountId)
    {
        batch.Add(CloseSql, accountId);
        batch.AddDrain(accountId);
        batch.Add(InsertSql, Guid.CreateVersion7(), accountId);
    }

    /// <param name="removed">A JSON object: numbers by what they count.</param>
    public static void AddTombstone(this NpgsqlBatch batch, Guid accountId, string removed)
    {
        batch.AddDrain(accountId);
        batch.Add(TombstoneSql, accountId);
        batch.Add(DoneSql, accountId, Parameter.Json(removed));
    }
}
