using System.Security.Cryptography;
using Atelier.Core;
using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Core.Text;
using Atelier.Data.Accepting;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Data.Photos;
using Atelier.Engine.Accepting;
using Atelier.Engine.Checking;
using Atelier.Engine.Sweeping;
using Atelier.Imaging.Reading;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Photos;

/// <summary>
/// Takes pictures that callers bring. The file is there before the row that promises it; what a crash leaves between the two is
/// swept.
/// </summary>
public sealed class UploadKeeper(
    PictureCleaner cleaner,
    PictureGate gate,
    PhotoSessionStore sessions,
    IBlobStore blobs,
    FolderRemover remover,
    IOptions<PhotoSessionOptions> options
)
{
    private const string Original = "original";
    private const string Provider = "upload";

    /// <summary>Looks into a file: whether it is what it says it is, whether it can be read, what is to be seen on it.</summary>
    /// <param name="mediaType">What the sender says it is; null where nothing was said.</param>
    /// <exception cref="AtelierException">It is not taken; the text says why.</exception>
    public async Task<CheckedUpload> CheckAsync(
        ReadOnlyMemory<byte> bytes,
        string? mediaType,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (PictureCleaner.FormatOf(bytes.Span) is var format && format != DeclaredOf(mediaType))
            {
                throw WrongType();
            }

            var picture = await cleaner.CleanAsync(bytes, cancellationToken);
            var verdict = await gate.CheckUploadAsync(picture.Look, cancellationToken);
            return verdict.Parks
                ? throw new AtelierException(
                    ErrorCode.ContentPolicy,
                    "The picture is against our content policy, or could not be checked; it was not kept."
                )
                : new CheckedUpload(picture, verdict);
        }
        catch (UnreadablePictureException exception)
            when (exception.Reason is UnreadablePictureReason.NotAPicture or UnreadablePictureReason.UnsupportedFormat)
        {
            throw WrongType();
        }
        catch (UnreadablePictureException exception)
        {
            // A file that was cut off too: B-05 wins over B-03, since its first bytes are of a type that we take, and nobody can
            // tell one that broke on the way from one that was made to break a decoder.
            throw new AtelierException(
                ErrorCode.MaliciousFile,
                "File contains potentially malicious content",
                exception
            );
        }
    }

    /// <summary>Whether this key was used for an upload whose session is still there.</summary>
    public async Task<bool> KnowsAsync(Guid accountId, string key, CancellationToken cancellationToken) =>
        await sessions.FindAsync(accountId, key, cancellationToken) is not null;

    /// <summary>The upload that this key was used for; null without a key, or when it is new.</summary>
    /// <exception cref="AtelierException">The key stands for another upload.</exception>
    public async Task<KeptUpload?> FindAsync(
        Guid accountId,
        Idempotency? idempotency,
        CancellationToken cancellationToken
    )
    {
        if (
            idempotency is null
            || await sessions.FindAsync(accountId, idempotency.Key, cancellationToken) is not { } known
        )
        {
            return null;
        }

        if (!known.Fingerprint.AsSpan().SequenceEqual(idempotency.Fingerprint))
        {
            throw Refusals.KeyConflict();
        }

        await sessions.TouchAsync(known.SessionId, cancellationToken);
        return new KeptUpload(known.SessionId, known.ImageId, known.CreatedAt);
    }

    /// <summary>Opens a session with the picture, or finds the one that the same key opened meanwhile.</summary>
    /// <param name="owner">Whose it becomes; asked once the file is there. What it throws takes the file along.</param>
    /// <param name="client">Where it came from: the address as this day's keyed hash; null without one.</param>
    /// <param name="idempotency">The caller's name for the upload; null when it gave none.</param>
    /// <exception cref="AtelierException">The account is closed, or the key stands for another upload.</exception>
    /// <exception cref="IOException">It could not be stored; nothing is left of it.</exception>
    public async Task<KeptUpload> KeepAsync(
        Func<CancellationToken, Task<Guid>> owner,
        byte[]? client,
        CheckedUpload upload,
        Idempotency? idempotency,
        CancellationToken cancellationToken
    )
    {
        // From here on a caller who hangs up changes nothing: half of it would lie there for a day.
        cancellationToken.ThrowIfCancellationRequested();
        var sessionId = SessionId.Create();
        var folder = BlobKeys.FolderOfSession(sessionId);
        var image = Describe(sessionId, folder, upload);
        var file = image.Files[Original];
        await blobs.PutAsync(
            BlobKeys.In(folder, file.Name),
            upload.Picture.Bytes,
            BlobFacts.Of(file.MediaType, sessionId),
            CancellationToken.None
        );
        var accountId = await OwnerAsync(owner, folder);
        var session = new NewPhotoSession(sessionId, accountId, image, client, options.Value.Idle)
        {
            Idempotency = idempotency,
        };
        try
        {
            // Twice: the session that had the key may end between the two questions, and then the key is free.
            var kept = await OpenAsync(session) ?? await OpenAsync(session) ?? throw KeyBusy();
            if (kept.SessionId != sessionId)
            {
                await remover.RemoveAsync(folder, CancellationToken.None);
            }

            return kept;
        }
        catch (AtelierException)
        {
            // Of other failures nobody knows whether the row is there; its files stay, and are swept if it is not.
            await remover.RemoveAsync(folder, CancellationToken.None);
            throw;
        }
    }

    /// <returns>The new session, or the one that has its key; null when whoever had it is gone meanwhile.</returns>
    private async Task<KeptUpload?> OpenAsync(NewPhotoSession session)
    {
        if (await sessions.CreateAsync(session, CancellationToken.None) is { } uploadedAt)
        {
            return new KeptUpload(session.Id, session.Input.Id, uploadedAt);
        }

        var known = await FindAsync(session.AccountId, session.Idempotency, CancellationToken.None);
        return known is null && await sessions.IsClosedAsync(session.AccountId, CancellationToken.None)
            ? throw new AtelierException(ErrorCode.Unauthorized, "The account is closed.")
            : known;
    }

    private async Task<Guid> OwnerAsync(Func<CancellationToken, Task<Guid>> owner, string folder)
    {
        try
        {
            return await owner(CancellationToken.None);
        }
        catch
        {
            await remover.RemoveAsync(folder, CancellationToken.None);
            throw;
        }
    }

    private static NewImage Describe(Guid sessionId, string folder, CheckedUpload upload)
    {
        var (format, width, height, bytes) = upload.Picture;
        var name = $"input.{format.FileExtension()}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var file = new ImageFile(name, MediaTypeOf(format), width, height, bytes.Length, hash);
        return new NewImage(
            Guid.CreateVersion7(),
            Provider,
            Model: "",
            Seed: null,
            width,
            height,
            SnakeCase.Of(format),
            new Dictionary<string, ImageFile> { [Original] = file }
        )
        {
            SessionId = sessionId,
            Folder = folder,
            Checks = upload.Verdict.ToWords(),
        };
    }

    private static ImageFormat? DeclaredOf(string? mediaType) =>
        mediaType?.ToLowerInvariant() switch
        {
            "image/jpeg" or "image/jpg" => ImageFormat.Jpeg,
            "image/png" => ImageFormat.Png,
            _ => null,
        };

    private static string MediaTypeOf(ImageFormat format) => format is ImageFormat.Png ? "image/png" : "image/jpeg";

    private static AtelierException KeyBusy() =>
        new(ErrorCode.Busy, "Other uploads use this Idempotency-Key at this moment; try again.")
        {
            RetryAfterSeconds = 1,
        };

    private static AtelierException WrongType() =>
        new(ErrorCode.InvalidFileType, "Invalid file type. Only JPG and PNG are allowed.");
}
