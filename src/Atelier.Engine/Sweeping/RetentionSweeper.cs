using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Engine.Finishing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Sweeping;

/// <summary>Deletes pictures that nobody wanted for long, once an hour; any node may, twice does no harm (requirement C-63).</summary>
public sealed partial class RetentionSweeper(
    RetentionStore store,
    IBlobStore blobs,
    FolderRemover remover,
    IOptions<ImageOptions> options,
    TimeProvider time,
    ILogger<RetentionSweeper> logger
) : PeriodicService(time)
{
    private const int ChunkSize = 200;

    // So many that fail are the place of the files and not the files: the next hour tries again.
    private const int MostKept = 100;

    /// <summary>One round: what a killed node had begun, then originals, those that failed before, then thumbnails.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var keep = options.Value.Keep;
        var kept = new HashSet<Guid>();
        var (reduced, ended) = (await DeleteOriginalsAsync(kept, failed: false, cancellationToken), 0);
        while (kept.Count < MostKept && await store.ReduceAsync(keep.Originals, ChunkSize, cancellationToken) > 0)
        {
            reduced += await DeleteOriginalsAsync(kept, failed: false, cancellationToken);
        }

        reduced += await DeleteOriginalsAsync(kept, failed: true, cancellationToken);

        if (kept.Count > 0)
        {
            LogKept(kept.Count);
        }

        while (await store.EndAsync(keep.Thumbnails, ChunkSize, cancellationToken) is { Count: > 0 } folders)
        {
            foreach (var folder in folders)
            {
                ended += await remover.RemoveAsync(folder, cancellationToken) ? 1 : 0;
            }
        }

        if (reduced + ended > 0)
        {
            LogSwept(reduced, ended);
        }
    }

    protected override TimeSpan Pause => TimeSpan.FromHours(1);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    /// <param name="kept">Those that could not be deleted in this round, to which more are added.</param>
    private async Task<int> DeleteOriginalsAsync(HashSet<Guid> kept, bool failed, CancellationToken cancellationToken)
    {
        var deleted = 0;
        while (
            kept.Count < MostKept
            && await store.ReducingAsync(ChunkSize, kept, failed, cancellationToken) is { Count: > 0 } images
        )
        {
            foreach (var image in images.TakeWhile(_ => kept.Count < MostKept))
            {
                if (await TryDeleteAsync(image, cancellationToken))
                {
                    await store.ReducedAsync(image.Id, cancellationToken);
                    deleted++;
                }
                else
                {
                    await store.FailedAsync(image.Id, cancellationToken);
                    kept.Add(image.Id);
                }
            }
        }

        return deleted;
    }

    // What is left of it comes again with the next round: the row says that it is not done.
    private async Task<bool> TryDeleteAsync(ReducedImage image, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var name in image.Names)
            {
                await blobs.DeleteAsync(BlobKeys.In(image.Folder, name), cancellationToken);
            }

            return true;
        }
        catch (Exception exception) when (FolderRemover.IsAway(exception))
        {
            LogNotDeleted(image.Id, exception);
            return false;
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "Nobody wanted them for long: the originals of {Reduced} images and all files of {Ended} images were deleted"
    )]
    private partial void LogSwept(int reduced, int ended);

    [LoggerMessage(LogLevel.Warning, "The original of image {ImageId} could not be deleted")]
    private partial void LogNotDeleted(Guid imageId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Originals of {Count} images could not be deleted; trying again in an hour")]
    private partial void LogKept(int count);

    [LoggerMessage(LogLevel.Warning, "Pictures that nobody wanted for long could not be deleted; trying again later")]
    private partial void LogFailed(Exception exception);
}
