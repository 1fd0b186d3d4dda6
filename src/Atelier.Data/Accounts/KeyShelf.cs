using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Keys as an operator sees them: never their secrets.</summary>
public sealed class KeyShelf(NpgsqlDataSource database)
{
    private const string SelectSql = """
        SELECT k.id, k.account_id, k.name, k.scopes, k.hint,
          CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked' WHEN k.expires_at <= atelier.now() THEN 'expired'
            ELSE 'active' END,
          k.created_at, k.expires_at, k.last_used_at
        FROM api_keys k
        """;

    private const string FindSql = $"{SelectSql} WHERE k.id = $1";

    private const string ListSql = $"""
        {SelectSql} WHERE k.account_id = $1 AND ($2::uuid IS NULL OR k.id < $2) ORDER BY k.id DESC LIMIT $3
        """;

    /// <summary>The key; null when there is none of this id.</summary>
    public async Task<KeyRow?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await FindAsync(connection, id, cancellationToken);
    }

    /// <summary>The same on a connection that is open already.</summary>
    internal static async Task<KeyRow?> FindAsync(
        NpgsqlConnection connection,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(FindSql, id);
        return (await ReadAsync(batch, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The account's keys, newest first; those that ended too.</summary>
    /// <param name="before">Only those older than this id.</param>
    /// <returns>Null when there is no such account.</returns>
    public async Task<IReadOnlyList<KeyRow>?> ListAsync(
        Guid accountId,
        Guid? before,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(ListSql, accountId, Parameter.Uuid(before), most);
        var found = await ReadAsync(batch, cancellationToken);
        if (found.Count > 0)
        {
            return found;
        }

        await using var account = new NpgsqlBatch(connection);
        account.Add("SELECT EXISTS (SELECT FROM accounts WHERE id = $1)", accountId);
        return (bool)(await account.ExecuteScalarAsync(cancellationToken))! ? found : null;
    }

    private static async Task<List<KeyRow>> ReadAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var keys = new List<KeyRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(
                new KeyRow(
                    reader.GetGuid(0),
                    reader.GetGuid(1),
                    reader.GetString(2),
                    reader.GetFieldValue<string[]>(3),
                    reader.IsDBNull(4) ? null : reader.GetString(4),
                    reader.GetString(5),
                    reader.GetFieldValue<DateTimeOffset>(6),
                    reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
                    reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8)
                )
            );
        }

        return keys;
    }
}
