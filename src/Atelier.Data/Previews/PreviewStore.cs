using Npgsql;

namespace Atelier.Data.Previews;

/// <summary>Keeps the latest preview of each generation for as long as its provider is at work, an hour at most.</summary>
public sealed class PreviewStore(NpgsqlDataSource database)
{
    /// <summary>How long one is shown.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    // Only while its provider is at work, and over all nodes not more often than was said.
    private const string KeepSql = """
        INSERT INTO previews (generation_id, account_id, number, bytes, made_at)
        SELECT id, account_id, 1, $2, atelier.now() FROM generations
        WHERE id = $1 AND state = 'generating' AND cancel_requested_at IS NULL
        ON CONFLICT (generation_id) DO UPDATE
        SET number = previews.number + 1, bytes = excluded.bytes, made_at = excluded.made_at
        WHERE previews.made_at <= excluded.made_at - $3
        RETURNING number, (SELECT url_epoch FROM accounts WHERE id = previews.account_id)
        """;

    private const string FindOwnerSql = """
        SELECT g.account_id, a.url_epoch FROM generations g JOIN accounts a ON a.id = g.account_id WHERE g.id = $1
        """;

    // As long as one could be kept: a finished picture may have to wait for a person, and nobody sees it before.
    private const string ReadSql = """
        SELECT p.bytes FROM previews p JOIN generations g ON g.id = p.generation_id
        WHERE p.generation_id = $1 AND g.state = 'generating' AND g.cancel_requested_at IS NULL
          AND p.made_at > atelier.now() - $2
        """;

    private const string RemoveSql = "DELETE FROM previews WHERE generation_id = $1";

    private const string SweepSql = """
        DELETE FROM previews p WHERE p.made_at <= atelier.now() - $1
          OR NOT EXISTS (SELECT FROM generations g WHERE g.id = p.generation_id AND g.state = 'generating')
        """;

    /// <summary>Puts it in the place of the one before; null when it comes too late, or too soon after that.</summary>
    /// <param name="every">Time from one to the next.</param>
    public async Task<KeptPreview?> KeepAsync(
        Guid generationId,
        ReadOnlyMemory<byte> bytes,
        TimeSpan every,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(KeepSql);
        command.Parameters.Add(new() { Value = generationId });
        command.Parameters.Add(new() { Value = bytes.ToArray() });
        command.Parameters.Add(new() { Value = every });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new KeptPreview(reader.GetInt32(0), reader.GetInt32(1))
            : null;
    }

    /// <summary>Whose generation it is; null when there is no such generation.</summary>
    public async Task<PreviewOwner?> FindOwnerAsync(Guid generationId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FindOwnerSql);
        command.Parameters.Add(new() { Value = generationId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new PreviewOwner(reader.GetGuid(0), reader.GetInt32(1))
            : null;
    }

    /// <summary>The latest preview, a WebP file; null when there is none, or its provider is not at work any more.</summary>
    public async Task<byte[]?> ReadAsync(Guid generationId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReadSql);
        command.Parameters.Add(new() { Value = generationId });
        command.Parameters.Add(new() { Value = Life });
        return (byte[]?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>From now on this one is shown to nobody.</summary>
    public async Task RemoveAsync(Guid generationId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(RemoveSql);
        command.Parameters.Add(new() { Value = generationId });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Deletes those that nobody is shown any more; how many.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(SweepSql);
        command.Parameters.Add(new() { Value = Life });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
