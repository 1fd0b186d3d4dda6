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
    IOptions<ImageOptions> options,
    TimeProvider time,
    ILogger<RetentionSweeper> logger
) : PeriodicService(time)
{
    private const int ChunkSize = 200;

    /// <summary>One round: what a killed node had begun, then originals, then thumbnails.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var keep = options.Value.Keep;
        var (reduced, ended) = (await DeleteOriginalsAsync(cancellationToken), 0);
        while (await store.ReduceAsync(keep.Originals, ChunkSize, cancellationToken) > 0)
        {
            reduced += await DeleteOriginalsAsync(cancellationToken);
        }

        while (await store.EndAsync(keep.Thumbnails, ChunkSize, cancellationToken) is { Count: > 0 } folders)
        {
            foreach (var folder in folders)
            {
                await blobs.DeleteFolderAsync(folder, cancellationToken);
                ended++;
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

    private async Task<int> DeleteOriginalsAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        while (await store.ReducingAsync(ChunkSize, cancellationToken) is { Count: > 0 } images)
        {
            foreach (var image in images)
            {
                foreach (var name in image.Names)
                {
                    await blobs.DeleteAsync(BlobKeys.In(image.Folder, name), cancellationToken);
                }

                await store.ReducedAsync(image.Id, cancellationToken);
                deleted++;
            }
        }

        return deleted;
    }

    [LoggerMessage(
        LogLevel.Information,
        "Nobody wanted them for long: the originals of {Reduced} images and all files of {Ended} images were deleted"
    )]
    private partial void LogSwept(int reduced, int ended);

    [LoggerMessage(LogLevel.Warning, "Pictures that nobody wanted for long could not be deleted; trying again later")]
    private partial void LogFailed(Exception exception);
}
