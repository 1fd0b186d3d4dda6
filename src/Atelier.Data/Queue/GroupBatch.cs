using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Queue;

/// <summary>What the transactions of groups have in common.</summary>
internal static class GroupBatch
{
    // A plan seems to cost more the larger the group, so the server would make a new one each time, which takes longer than the
    // work. And one that was made while the queue was empty must not read all of it later: every row here is found by an index.
    private const string SettingsSql = """
        SELECT set_config(name, value, true) FROM (VALUES ('plan_cache_mode', 'force_generic_plan'), ('enable_seqscan', 'off'),
          ('enable_hashjoin', 'off'), ('enable_mergejoin', 'off')) AS settings (name, value)
        """;

    // In ascending order, so that two groups never wait for each other.
    private const string LockAccountsSql = "SELECT 1 FROM accounts WHERE id = ANY ($1) ORDER BY id FOR UPDATE";

    /// <summary>Settings of the transaction. The first statement of each group; it answers a result.</summary>
    public static void AddGroupSettings(this NpgsqlBatch batch) => batch.Add(SettingsSql);

    public static void AddAccountLocks(this NpgsqlBatch batch, IEnumerable<Guid> accountIds) =>
        batch.Add(LockAccountsSql, accountIds.Distinct().ToArray());

    /// <summary>
    /// Whether the server refused a statement and nothing was written. A session that is ended from outside says so with an error
    /// too, and perhaps after its commit.
    /// </summary>
    public static bool IsRefusal(this Exception exception) =>
        exception is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Whether one of a group may be at fault, so that each is tried by itself.</summary>
    public static bool MayBeOfOne(this Exception exception) =>
        exception.IsRefusal() || exception is not (NpgsqlException or CommitLostException);

    /// <summary>Writes and commits in one round trip.</summary>
    /// <exception cref="CommitLostException">The connection broke.</exception>
    public static async Task CommitAsync(this NpgsqlBatch batch)
    {
        batch.AddCommit();
        try
        {
            await batch.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException exception) when (!exception.IsRefusal())
        {
            throw new CommitLostException(exception);
        }
    }
}
