using Atelier.Data.Accounts;
using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Dapper;
using Npgsql;

namespace Atelier.Data.Known;

/// <summary>Pictures that must not be delivered, as the operator lists them. All nodes see the list as it is.</summary>
public sealed class KnownPictureStore(NpgsqlDataSource database)
{
    // Less than a check may take: a database that hangs is away, and no doubt about a picture.
    private const int AskSeconds = 10;

    private const string Columns = "id, hash, label, created_at AS CreatedAt";

    // The list is an operator's, and short: counting bits of all of it takes less than the round trip.
    private const string NearSql = $"""
        SELECT {Columns} FROM known_pictures WHERE bit_count((hash # @hash)::bit(64)) <= @bits
        ORDER BY bit_count((hash # @hash)::bit(64)), id LIMIT 1
        """;

    private const string AddSql = """
        INSERT INTO known_pictures (id, hash, label) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING
        """;

    /// <summary>Whether there is any at all.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT EXISTS (SELECT FROM known_pictures)");
        command.CommandTimeout = AskSeconds;
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The known picture whose hash differs least, and in at most so many bits; null when there is none.</summary>
    public async Task<KnownPicture?> FindNearAsync(long hash, int bits, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<KnownPicture>(
            new CommandDefinition(
                NearSql,
                new { hash, bits },
                commandTimeout: AskSeconds,
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>The list, newest first.</summary>
    /// <param name="before">Only those older than this id.</param>
    public async Task<IReadOnlyList<KnownPicture>> ListAsync(
        Guid? before,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<KnownPicture>(
            new CommandDefinition(
                $"""
                SELECT {Columns} FROM known_pictures WHERE @before::uuid IS NULL OR id < @before ORDER BY id DESC LIMIT @most
                """,
                new { before, most },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>Adds one, with the entry in the audit log.</summary>
    /// <returns>Its id; null when this hash is on the list already.</returns>
    public async Task<Guid?> AddAsync(long hash, string label, Actor actor, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var adding = new NpgsqlBatch(connection, transaction);
        adding.Add(AddSql, id, hash, label);
        if (await adding.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return null;
        }

        await AuditAsync(
            connection,
            transaction,
            actor.Did("known_picture.add", null, id.ToString()),
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    /// <summary>Takes one off the list, with the entry in the audit log.</summary>
    /// <returns>False when there is none of this id.</returns>
    public async Task<bool> RemoveAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var removing = new NpgsqlBatch(connection, transaction);
        removing.Add("DELETE FROM known_pictures WHERE id = $1", id);
        if (await removing.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return false;
        }

        await AuditAsync(
            connection,
            transaction,
            actor.Did("known_picture.remove", null, id.ToString()),
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task AuditAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        AuditEntry entry,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddAudit(entry);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
