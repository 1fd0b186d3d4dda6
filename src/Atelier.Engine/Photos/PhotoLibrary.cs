using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Data.Photos;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Photos;

/// <summary>
/// Moves pictures out of their session into the library, where they stay. Files are copied, the row says so in one transaction, and
/// the old files go: a kill anywhere leaves a picture whose row and files agree, and copies that are swept.
/// </summary>
public sealed partial class PhotoLibrary(
    ImageStore images,
    PhotoKeepStore store,
    IBlobStore blobs,
    ILogger<PhotoLibrary> logger
)
{
    // A row changes when a further file of the picture was made meanwhile; that happens once.
    private const int MostTries = 5;

    private static readonly string Original = Rendition.Original.WireName();

    /// <summary>Keeps a picture; one that is in the library stays there.</summary>
    /// <returns>The picture as it is in the library.</returns>
    /// <exception cref="AtelierException">There is none for this account, it is gone, or it is none that can be kept.</exception>
    /// <exception cref="IOException">The place of the files is away; called again, it goes on.</exception>
    public async Task<ImageRow> KeepAsync(Guid accountId, Guid imageId, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var image = await FindAsync(accountId, imageId, cancellationToken);
            if (image is not { SessionId: not null, GenerationId: { } generation })
            {
                return image;
            }

            var files = image.Files.ToDictionary(pair => pair.Key, pair => Named(pair.Key, pair.Value));
            try
            {
                await CopyAsync(image, generation, files, cancellationToken);
            }
            catch (IOException)
            {
                // Its session went, or somebody else has moved it: then the row says so.
                if ((await FindAsync(accountId, imageId, cancellationToken)).Folder != image.Folder)
                {
                    continue;
                }

                throw;
            }

            if (await store.MoveAsync(image, files, cancellationToken))
            {
                await ForgetAsync(image.Folder);
                return await FindAsync(accountId, imageId, cancellationToken);
            }
        }

        throw new AtelierException(ErrorCode.Conflict, "The picture is being changed; try again.");
    }

    private async Task<ImageRow> FindAsync(Guid accountId, Guid imageId, CancellationToken cancellationToken)
    {
        var image = await images.FindAsync(imageId, cancellationToken);
        if (image?.AccountId != accountId)
        {
            throw new AtelierException(ErrorCode.NotFound, "There is no image of this id.");
        }

        if (image.Deleted)
        {
            // Copies that were made before are nobody's now.
            if (image.GenerationId is { } generation)
            {
                await ForgetAsync(BlobKeys.FolderOfImage(generation, imageId));
            }

            throw new AtelierException(ErrorCode.Gone, "The files of this image were deleted.");
        }

        return image switch
        {
            { GenerationId: null } => throw new AtelierException(
                ErrorCode.Conflict,
                "An uploaded picture cannot be kept; keep what was made from it."
            ),
            { Candidate: true } => throw new AtelierException(
                ErrorCode.Conflict,
                "The picture was not delivered; choose it first, then keep it."
            ),
            _ => image,
        };
    }

    private async Task CopyAsync(
        ImageRow image,
        Guid generation,
        Dictionary<string, ImageFile> files,
        CancellationToken cancellationToken
    )
    {
        var folder = BlobKeys.FolderOfImage(generation, image.Id);
        var names = image.Files.Select(pair => (From: pair.Value.Name, To: files[pair.Key].Name)).ToList();
        if (image.Marked && await images.FindCleanAsync(image.Id, cancellationToken) is { } clean)
        {
            names.Add((clean.Name, clean.Name));
        }

        foreach (var (from, to) in names)
        {
            await blobs.CopyAsync(BlobKeys.In(image.Folder, from), BlobKeys.In(folder, to), cancellationToken);
        }
    }

    // Of a session it is the output; in the library it has the name that all have (requirement C-60).
    private static ImageFile Named(string rendition, ImageFile file) =>
        rendition == Original ? file with { Name = $"{Original}{Path.GetExtension(file.Name)}" } : file;

    private async Task ForgetAsync(string folder)
    {
        try
        {
            await blobs.DeleteFolderAsync(folder, CancellationToken.None);
        }
        catch (IOException exception)
        {
            // They go with the session, or as files that no row has.
            LogLeft(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Files of a picture that was moved are left; they are swept later")]
    private partial void LogLeft(Exception exception);
}
