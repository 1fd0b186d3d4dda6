using Atelier.Data.Images;
using Atelier.Engine.Sweeping;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Renditions;

/// <summary>Takes what is left of deleted images out of this node's cache; it is not served from there, but it must not stay.</summary>
public sealed partial class CacheSweeper(
    RenditionCache cache,
    ImageStore images,
    TimeProvider time,
    ILogger<CacheSweeper> logger
) : PeriodicService(time)
{
    // Ids asked for in one statement.
    private const int ChunkSize = 500;

    /// <summary>One round over all images of the cache.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var chunk in cache.Images.Chunk(ChunkSize))
        {
            foreach (var id in await images.DeletedAsync(chunk, cancellationToken))
            {
                cache.Drop(id);
            }
        }
    }

    protected override TimeSpan Pause => TimeSpan.FromMinutes(10);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Warning, "The cache could not be compared with the images; trying again later")]
    private partial void LogFailed(Exception exception);
}
