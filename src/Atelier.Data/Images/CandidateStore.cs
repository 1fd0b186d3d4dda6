using Dapper;
using Npgsql;

namespace Atelier.Data.Images;

/// <summary>Surplus pictures: chosen instead of delivered ones, or deleted when their time is over.</summary>
public sealed class CandidateStore(NpgsqlDataSource database)
{
    /// <summary>Lets a candidate and a delivered picture change places. What was paid for stays paid for.</summary>
    public async Task<ChoiceOutcome> ChooseAsync(
        Guid accountId,
        Guid generationId,
        int index,
        Guid imageId,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // The account's lock keeps two choices apart.
        var parameters = new
        {
            accountId,
            generationId,
            index = (short)Math.Clamp(index, -1, short.MaxValue),
            imageId,
            life = ImageSql.CandidateLife,
        };
        await connection.ExecuteAsync(
            "SELECT 1 FROM accounts WHERE id = @accountId FOR UPDATE",
            parameters,
            transaction
        );
        // Locked, so that its time cannot end in the middle.
        var known = await connection.ExecuteScalarAsync<Guid?>(
            """
            SELECT id FROM images WHERE id = @imageId AND generation_id = @generationId
              AND account_id = @accountId AND candidate AND quarantine IS NULL AND deleted_at IS NULL AND expires_at > atelier.now() FOR UPDATE
            """,
            parameters,
            transaction
        );
        if (known is null)
        {
            return ChoiceOutcome.NoCandidate;
        }

        var replaced = await connection.ExecuteScalarAsync<Guid?>(
            "SELECT image_id FROM slots WHERE generation_id = @generationId AND index = @index",
            parameters,
            transaction
        );
        if (replaced is null)
        {
            return ChoiceOutcome.NoPicture;
        }

        await connection.ExecuteAsync(
            """
            UPDATE images i SET candidate = NOT i.candidate,
              expires_at = CASE WHEN i.candidate THEN other.expires_at ELSE atelier.now() + @life END
            FROM (SELECT expires_at FROM images WHERE id = @replaced) other
            WHERE i.id IN (@imageId, @replaced);
            UPDATE slots SET image_id = @imageId WHERE generation_id = @generationId AND index = @index
            """,
            new
            {
                parameters.generationId,
                parameters.index,
                parameters.imageId,
                parameters.life,
                replaced,
            },
            transaction
        );
        await transaction.CommitAsync(cancellationToken);
        return ChoiceOutcome.Chosen;
    }

    /// <summary>Images whose time is over and whose files are still there.</summary>
    public async Task<IReadOnlyList<Guid>> ExpiredAsync(int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Guid>(
            new CommandDefinition(
                """
                SELECT id FROM images WHERE expires_at < atelier.now() AND deleted_at IS NULL
                ORDER BY expires_at LIMIT @most
                """,
                new { most },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>Notes that the files of these images are gone, unless they were chosen meanwhile.</summary>
    /// <returns>The folders whose files may go.</returns>
    public async Task<IReadOnlyList<string>> DeleteAsync(
        IReadOnlyCollection<Guid> imageIds,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<string>(
            new CommandDefinition(
                """
                UPDATE images SET deleted_at = atelier.now()
                WHERE id = ANY (@ids) AND expires_at < atelier.now() AND deleted_at IS NULL
                RETURNING coalesce(folder, 'images/' || generation_id || '/' || id)
                """,
                new { ids = imageIds.ToArray() },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }
}
