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
          task_picture, candidate, expires_at, clean, thumbhash, checks, quarantine, parked_slot, session_id, folder)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, atelier.now() + $14, $15, $16, $17, $18, $19, $20,
          $21)
        """;

    private const string DeliverSql = $"""
        WITH image AS ({InsertSql})
        UPDATE slots SET image_id = $1, error_code = NULL WHERE generation_id = $2 AND index = $22
        """;

    private const string DeliverAllSql = """
        WITH o AS (
          SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::int[], $8::int[],
            $9::text[], $10::jsonb[], $11::text[], $12::int[], $13::interval[], $14::smallint[],
            $15::jsonb[], $16::bytea[], $17::jsonb[], $18::uuid[], $19::text[])
            AS o (id, generation_id, account_id, provider, model, seed, width, height, format, files, task_id, task_picture,
              life, slot, clean, thumbhash, checks, session_id, folder)),
        image AS (
          INSERT INTO images (id, generation_id, account_id, provider, model, seed, width, height, format, files, task_id,
            task_picture, expires_at, clean, thumbhash, checks, session_id, folder)
          SELECT id, generation_id, account_id, provider, model, seed, width, height, format, files, task_id, task_picture,
            atelier.now() + life, clean, thumbhash, checks, session_id, folder FROM o)
        UPDATE slots SET image_id = o.id, error_code = NULL FROM o
        WHERE slots.generation_id = o.generation_id AND slots.index = o.slot
        """;

    /// <summary>A picture for its slot.</summary>
    /// <param name="life">How long it is kept; null is for good.</param>
    public static void AddImage(
        this NpgsqlBatch batch,
        Guid generationId,
        Guid accountId,
        NewImage image,
        int slot,
        TimeSpan? life
    ) => batch.Add(DeliverSql, [.. Values(generationId, accountId, image, candidate: false, life), (short)slot]);

    /// <summary>A surplus or late picture.</summary>
    public static void AddCandidate(
        this NpgsqlBatch batch,
        Guid generationId,
        Guid accountId,
        NewImage image,
        TimeSpan life
    ) =>
        batch.Add(
            InsertSql,
            // What a check found something in is never offered.
            Values(
                generationId,
                accountId,
                image,
                candidate: true,
                life,
                image.Concerns.Count > 0 ? Quarantine.Held : null
            )
        );

    /// <summary>A picture that waits for a person's decision, for its slot or as a surplus one.</summary>
    public static void AddParked(
        this NpgsqlBatch batch,
        Guid generationId,
        Guid accountId,
        NewImage image,
        int? slot
    ) =>
        batch.Add(
            InsertSql,
            Values(
                generationId,
                accountId,
                image,
                candidate: slot is null,
                slot is null ? CandidateLife : null,
                slot is null && image.Concerns.Count > 0 ? Quarantine.Held : Quarantine.Parked,
                slot
            )
        );

    /// <summary>A picture that a caller brought; it belongs to no generation.</summary>
    /// <param name="life">How long it is kept; null is for good, or with its session.</param>
    public static void AddUpload(this NpgsqlBatch batch, Guid accountId, NewImage image, TimeSpan? life = null) =>
        batch.Add(InsertSql, Values(null, accountId, image, candidate: false, life));

    /// <summary>Pictures for their slots, of many generations.</summary>
    public static void AddImages(this NpgsqlBatch batch, List<SlotImage> images) =>
        batch.Add(
            DeliverAllSql,
            images.ConvertAll(of => of.Image.Id),
            images.ConvertAll(of => of.GenerationId),
            images.ConvertAll(of => of.AccountId),
            images.ConvertAll(of => of.Image.Provider),
            images.ConvertAll(of => of.Image.Model),
            images.ConvertAll(of => of.Image.Seed),
            images.ConvertAll(of => of.Image.Width),
            images.ConvertAll(of => of.Image.Height),
            images.ConvertAll(of => of.Image.Format),
            Parameter.Jsons(images.ConvertAll(of => Files(of.Image))),
            images.ConvertAll(of => of.Image.TaskId),
            images.ConvertAll(of => of.Image.TaskPicture),
            images.ConvertAll(of => of.Life),
            images.ConvertAll(of => (short)of.Slot),
            Parameter.Jsons(images.ConvertAll(of => Clean(of.Image))),
            Parameter.BytesOf(images.ConvertAll(of => of.Image.ThumbHash)),
            Parameter.Jsons(images.ConvertAll(of => Checks(of.Image))),
            images.ConvertAll(of => of.Image.SessionId),
            Parameter.Texts([.. images.Select(of => of.Image.Folder)])
        );

    private static string Files(NewImage image) => JsonSerializer.Serialize(image.Files, ImageJson.Options);

    private static string? Clean(NewImage image) =>
        image.Clean is { } clean ? JsonSerializer.Serialize(clean, ImageJson.Options) : null;

    private static string? Checks(NewImage image) =>
        image.Checks is { } checks ? JsonSerializer.Serialize(checks, ImageJson.Options) : null;

    private static object[] Values(
        Guid? generationId,
        Guid accountId,
        NewImage image,
        bool candidate,
        TimeSpan? life,
        string? quarantine = null,
        int? parkedSlot = null
    ) =>
        [
            image.Id,
            Parameter.Uuid(generationId),
            accountId,
            image.Provider,
            image.Model,
            Parameter.BigInt(image.Seed),
            image.Width,
            image.Height,
            image.Format,
            Parameter.Json(Files(image)),
            Parameter.Text(image.TaskId),
            Parameter.Integer(image.TaskPicture),
            candidate,
            Parameter.Interval(life),
            Parameter.Json(Clean(image)),
            Parameter.Bytes(image.ThumbHash),
            Parameter.Json(Checks(image)),
            Parameter.Text(quarantine),
            Parameter.Integer(parkedSlot),
            Parameter.Uuid(image.SessionId),
            Parameter.Text(image.Folder),
        ];
}
