using Atelier.Data.Attempts;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Data.Photos;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Sweeping;

/// <summary>Deletes files that crashes, cancels and lost claims left, and no row knows: images after a week (requirement C-63), the rest after a day.</summary>
public sealed partial class OrphanSweeper(
    IBlobStore blobs,
    ImageStore images,
    PhotoCleanStore sessions,
    StepStore attempts,
    TimeProvider time,
    ILogger<OrphanSweeper> logger
) : PeriodicService(time)
{
    // A claim that still works on a picture has written to it within its lease; a day is far beyond.
    private static readonly TimeSpan Age = TimeSpan.FromHours(24);

    // Time to look for what somebody misses.
    private static readonly TimeSpan ImageAge = TimeSpan.FromDays(7);

    // Ids asked for in one statement.
    private const int ChunkSize = 500;

    /// <summary>One round over all files.</summary>
    /// <returns>How many images were deleted.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        await foreach (var chunk in UntouchedAsync(BlobKeys.Images, 2, ImageAge, cancellationToken))
        {
            var missing = await images.MissingAsync([.. chunk.Select(BlobKeys.IdOf)], cancellationToken);
            foreach (var orphan in chunk.Where(folder => missing.Contains(BlobKeys.IdOf(folder))))
            {
                deleted += await TryDeleteAsync(orphan, cancellationToken) ? 1 : 0;
            }
        }

        // Of uploads that never came to a row; what lies in a session goes with it.
        await foreach (var chunk in UntouchedAsync(BlobKeys.Sessions, 1, Age, cancellationToken))
        {
            var missing = await sessions.MissingAsync([.. chunk.Select(BlobKeys.IdOf)], cancellationToken);
            foreach (var orphan in chunk.Where(folder => missing.Contains(BlobKeys.IdOf(folder))))
            {
                deleted += await TryDeleteAsync(orphan, cancellationToken) ? 1 : 0;
            }
        }

        // Of masks whose row never came or is gone.
        await foreach (var chunk in UntouchedAsync(BlobKeys.Uploads, 1, Age, cancellationToken))
        {
            var missing = await images.DeletedAsync([.. chunk.Select(BlobKeys.IdOf)], cancellationToken);
            foreach (var orphan in chunk.Where(folder => missing.Contains(BlobKeys.IdOf(folder))))
            {
                deleted += await TryDeleteAsync(orphan, cancellationToken) ? 1 : 0;
            }
        }

        // Of nodes that were killed while they took a bucket; who lives takes his back.
        await foreach (var chunk in UntouchedAsync(BlobKeys.Claims, 1, Age, cancellationToken))
        {
            foreach (var claims in chunk)
            {
                await TryDeleteAsync(claims, cancellationToken);
            }
        }

        if (deleted > 0)
        {
            LogDeleted(deleted);
        }

        // An answer that is still to be finished belongs to an attempt that is live; the rest was read long ago.
        await foreach (var chunk in UntouchedAsync(BlobKeys.Spool, 1, Age, cancellationToken))
        {
            foreach (var attempt in await attempts.EndedAsync([.. chunk.Select(BlobKeys.IdOf)], cancellationToken))
            {
                await TryDeleteAsync(BlobKeys.FolderOfSpool(attempt), cancellationToken);
            }
        }

        return deleted;
    }

    // One that cannot be deleted must not keep the others from going; the next round finds it again.
    private async Task<bool> TryDeleteAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            await blobs.DeleteFolderAsync(folder, cancellationToken);
            return true;
        }
        catch (Exception exception) when (FolderRemover.IsAway(exception))
        {
            LogKept(folder, exception);
            return false;
        }
    }

    private IAsyncEnumerable<string[]> UntouchedAsync(
        string parent,
        int depth,
        TimeSpan age,
        CancellationToken cancellationToken
    ) => blobs.UntouchedFoldersAsync(parent, depth, Time.GetUtcNow() - age, cancellationToken).Chunk(ChunkSize);

    protected override TimeSpan Pause => TimeSpan.FromHours(6);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Information, "Deleted the files of {Count} images and photo sessions that no row has")]
    private partial void LogDeleted(int count);

    [LoggerMessage(LogLevel.Error, "{Folder} is an orphan and could not be deleted; trying again in some hours")]
    private partial void LogKept(string folder, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Files without an image could not be swept; trying again later")]
    private partial void LogFailed(Exception exception);
}
