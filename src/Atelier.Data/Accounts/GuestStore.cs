using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Accounts of visitors, found by their cookie. One that nobody uses for 30 days is forgotten with all it had.</summary>
public sealed class GuestStore(NpgsqlDataSource database)
{
    /// <summary>How long a guest may stay away.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private const string InsertSql = "INSERT INTO accounts (id, name, tier, guest) VALUES ($1, 'Guest', 'free', true)";

    private const string CookieSql = "INSERT INTO guests (account_id, hash) VALUES ($1, $2)";

    private const string FindSql = """
        SELECT a.id, g.seen_at < atelier.now() - interval '1 hour'
        FROM guests g JOIN accounts a ON a.id = g.account_id
        WHERE g.hash = $1 AND g.seen_at > atelier.now() - $2 AND a.closed_at IS NULL
        """;

    private const string SeenSql = "UPDATE guests SET seen_at = atelier.now() WHERE account_id = $1";

    /// <summary>Makes a guest: a free account, and the cookie that owns it.</summary>
    public async Task<(Guid AccountId, string Cookie)> CreateAsync(CancellationToken cancellationToken)
    {
        var (id, cookie) = (Guid.CreateVersion7(), ApiKeySecret.Create(""));
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(InsertSql, id);
        batch.Add(CookieSql, id, ApiKeySecret.Hash(cookie));
        batch.AddFirstMonth(id);
        batch.AddAudit(Actor.Service.Did("guest.create", id));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (id, cookie);
    }

    /// <summary>Whose cookie it is, and notes that the guest was there; null when it is unknown or too old.</summary>
    public async Task<Guid?> FindAsync(string cookie, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(FindSql, ApiKeySecret.Hash(cookie), Life);
        Guid id;
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                return null;
            }

            id = reader.GetGuid(0);
            if (!reader.GetBoolean(1))
            {
                return id;
            }
        }

        await using var seen = new NpgsqlBatch(connection);
        seen.Add(SeenSql, id);
        await seen.ExecuteNonQueryAsync(cancellationToken);
        return id;
    }
}
