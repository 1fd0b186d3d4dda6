using System.Text.Json;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Images;

/// <summary>How images are written.</summary>
internal static class ImageSql
{
    /// <summary>How long a surplus or late picture can be chosen.</summary>
    public static readonly TimeSpan CandidateLife = TimeSpan.FromDays(7);

    private const string InsertSql = """
        INSERT INTO images (id, generation_id, account_id, provider, model, seed, width, height, format, files, task_id,
          task_picture, candidate, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, atelier.now() + $14)
        """;

    /// <param name="life">How long it is kept; null is for good.</param>
    public static void AddImage(
        this NpgsqlBatch batch,
        Guid generationId,
        Guid accountId,
        NewImage image,
        bool candidate,
        TimeSpan? life
    ) =>
        batch.Add(
            InsertSql,
            image.Id,
            generationId,
            accountId,
            image.Provider,
            image.Model,
            Parameter.BigInt(image.Seed),
            image.Width,
            image.Height,
            image.Format,
            Parameter.Json(JsonSerializer.Serialize(image.Files, ImageJson.Options)),
            Parameter.Text(image.TaskId),
            Parameter.Integer(image.TaskPicture),
            candidate,
            Parameter.Interval(life)
        );
}
