using Npgsql;

namespace Atelier.Data.Images;

/// <summary>Pictures that callers bring beside a request, such as masks: they are the account's, and kept for a while only.</summary>
public sealed class UploadStore(NpgsqlDataSource database)
{
    /// <summary>Writes the row; its files are there already.</summary>
    /// <param name="life">How long it is kept.</param>
    public async Task AddAsync(Guid accountId, NewImage image, TimeSpan life, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.AddUpload(accountId, image, life);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes back what nothing refers to: the request that it came with was not accepted.</summary>
    public async Task RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM images WHERE id = $1 AND generation_id IS NULL");
        command.Parameters.Add(new() { Value = id });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
