using Atelier.Data.Blobs;
using Atelier.Data.Photos;

namespace Atelier.Engine.Photos;

/// <summary>Removes one session with all it has. Every step can be repeated, so a kill only delays it.</summary>
public sealed class PhotoCleaner(PhotoCleanStore store, IBlobStore blobs)
{
    /// <summary>Removes it, if that may be.</summary>
    /// <param name="accountId">Only if it is this account's; null for anybody's.</param>
    /// <param name="dueOnly">Whether its time must be over.</param>
    /// <returns>What went with it; nothing when it was not started, or another node was faster.</returns>
    /// <exception cref="IOException">The place of the files is away; called again, it goes on.</exception>
    public async Task<(CleanStart Start, CleanedSession Cleaned)> CleanAsync(
        Guid sessionId,
        Guid? accountId,
        bool dueOnly,
        CancellationToken cancellationToken
    )
    {
        var start = await store.StartAsync(sessionId, accountId, dueOnly, cancellationToken);
        if (start != CleanStart.Started)
        {
            return (start, default);
        }

        await blobs.DeleteFolderAsync(BlobKeys.FolderOfSession(sessionId), cancellationToken);
        foreach (var attempt in await store.AnswersAsync(sessionId, cancellationToken))
        {
            await blobs.DeleteFolderAsync(BlobKeys.FolderOfSpool(attempt), cancellationToken);
        }

        foreach (var (generation, image) in await store.MadeAsync(sessionId, cancellationToken))
        {
            // Copies of one that was to be kept, for which there was no room, or whose node was killed.
            await blobs.DeleteFolderAsync(BlobKeys.FolderOfImage(generation, image), cancellationToken);
        }

        return (start, await store.FinishAsync(sessionId, cancellationToken) ?? default);
    }
}
