using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Sweeping;

/// <summary>Deletes folders whose deletion failed, or that a failed copy left, every ten minutes until they are gone.</summary>
public sealed partial class LeftoverSweeper(
    LeftoverStore leftovers,
    ImageStore images,
    IBlobStore blobs,
    TimeProvider time,
    ILogger<LeftoverSweeper> logger
) : PeriodicService(time)
{
    private const int ChunkSize = 100;

    // Longer than a write that was given up can still take.
    private static readonly TimeSpan Untried = TimeSpan.FromMinutes(9);

    /// <summary>One round over those that are due.</summary>
    /// <returns>How many are gone.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var (gone, kept) = (0, 0);
        Exception? last = null;
        while (await leftovers.TakeAsync(Untried, ChunkSize, cancellationToken) is { Count: > 0 } folders)
        {
            var unused = await images.MissingAsync([.. folders.Select(BlobKeys.IdOf)], cancellationToken);
            foreach (var folder in folders)
            {
                try
                {
                    if (unused.Contains(BlobKeys.IdOf(folder)))
                    {
                        await blobs.DeleteFolderAsync(folder, cancellationToken);
                        gone++;
                    }

                    await leftovers.ForgetAsync(folder, cancellationToken);
                }
                catch (Exception exception) when (FolderRemover.IsAway(exception))
                {
                    (kept, last) = (kept + 1, exception);
                }
            }
        }

        if (last is not null)
        {
            LogKept(kept, last);
        }

        return gone;
    }

    protected override TimeSpan Pause => TimeSpan.FromMinutes(10);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Error, "{Count} folders that nothing refers to still cannot be deleted; trying again")]
    private partial void LogKept(int count, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Folders that are left could not be looked up; trying again later")]
    private partial void LogFailed(Exception exception);
}
