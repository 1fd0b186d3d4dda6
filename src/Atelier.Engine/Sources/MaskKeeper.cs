using System.Security.Cryptography;
using Atelier.Core;
using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Engine.Checking;
using Atelier.Engine.Photos;
using Atelier.Imaging.Reading;

namespace Atelier.Engine.Sources;

/// <summary>
/// Takes masks that come inside a request (requirement C-37). Like every picture that a caller brings, one is written anew and
/// checked before it is kept; it is the account's, and goes after a week.
/// </summary>
public sealed class MaskKeeper(
    PictureCleaner cleaner,
    PictureReader reader,
    PictureGate gate,
    UploadStore uploads,
    IBlobStore blobs
) : IDisposable
{
    /// <summary>Bytes of a mask's file at most.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private const string Field = "mask";
    private const string Provider = "upload";

    // What is asked for with it has ended long before.
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    // What is paid for shares the pixels that may be decoded at a time: it stands behind one mask at most, whoever sends how many.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>
    /// Looks into a mask for a picture of this size: into its header first, and into its pixels once, when they may fit.
    /// </summary>
    /// <exception cref="AtelierException">
    /// It is no picture, of another ratio, marks nothing, or is against the policy; or others wait to be decoded.
    /// </exception>
    public async Task<CheckedUpload> CheckAsync(
        ReadOnlyMemory<byte> bytes,
        int width,
        int height,
        CancellationToken cancellationToken
    )
    {
        if (bytes.Length is 0 or > MostBytes)
        {
            throw Wrong($"mask must be a picture of at most {MostBytes / (1024 * 1024)} MB.");
        }

        try
        {
            var header = reader.ReadHeader(bytes);
            if (!IsSameRatio(header.Width, header.Height, width, height))
            {
                throw Wrong(
                    $"mask has {header.Width}x{header.Height} pixels; it must have the picture's {width}x{height}, or the same ratio."
                );
            }

            var picture =
                await CleanAsync(bytes, cancellationToken)
                ?? throw Wrong(
                    "mask marks nothing: with an alpha channel what is transparent is repainted, without one what is white."
                );
            var verdict = await gate.CheckUploadAsync(picture.Look, cancellationToken);
            return verdict.Parks
                ? throw new AtelierException(
                    ErrorCode.ContentPolicy,
                    "The mask is against our content policy, or could not be checked; it was not kept."
                )
                : new CheckedUpload(picture, verdict);
        }
        catch (UnreadablePictureException exception)
        {
            throw Wrong(
                $"mask cannot be read as a picture ({SnakeCase.Of(exception.Reason)}): send a PNG, WebP or JPEG in base64."
            );
        }
        catch (PicturesBusyException exception)
        {
            throw new AtelierException(
                ErrorCode.Busy,
                "So many pictures are read at this moment that the mask was not looked at; try again in a few seconds.",
                exception
            )
            {
                RetryAfterSeconds = (int)exception.RetryAfter.TotalSeconds,
            };
        }
    }

    /// <summary>Keeps a mask as one of the account's images. The file is there before the row that promises it.</summary>
    /// <returns>The image's id.</returns>
    public async Task<Guid> KeepAsync(Guid accountId, CheckedUpload mask, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var (format, width, height, bytes) = mask.Picture;
        var rendition = Rendition.Original;
        var name = rendition.FileName(format);
        var mediaType = $"image/{SnakeCase.Of(format)}";
        var folder = BlobKeys.FolderOfUpload(id);
        await blobs.PutAsync(
            BlobKeys.In(folder, name),
            bytes,
            BlobFacts.Of(mediaType, sessionId: null),
            cancellationToken
        );
        var file = new ImageFile(
            name,
            mediaType,
            width,
            height,
            bytes.Length,
            Convert.ToHexStringLower(SHA256.HashData(bytes.Span))
        );
        var image = new NewImage(
            id,
            Provider,
            Model: "",
            Seed: null,
            width,
            height,
            SnakeCase.Of(format),
            new Dictionary<string, ImageFile> { [rendition.WireName()] = file }
        )
        {
            Folder = folder,
            Checks = mask.Verdict.ToWords(),
        };
        await uploads.AddAsync(accountId, image, Life, cancellationToken);
        return id;
    }

    /// <summary>Takes back a mask whose request was not accepted, or was accepted before.</summary>
    public async Task ForgetAsync(Guid id, CancellationToken cancellationToken)
    {
        await uploads.RemoveAsync(id, cancellationToken);
        await blobs.DeleteFolderAsync(BlobKeys.FolderOfUpload(id), cancellationToken);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<CleanPicture?> CleanAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await cleaner.CleanMaskAsync(bytes, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    // To half a pixel of the mask: a scaled side is rounded.
    private static bool IsSameRatio(int width, int height, int ofWidth, int ofHeight) =>
        Math.Abs(((long)width * ofHeight) - ((long)height * ofWidth)) <= Math.Max(ofWidth, ofHeight) / 2;

    private static AtelierException Wrong(string text) => new([new FieldError(Field, text)]);
}
