using Atelier.Data.Images;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Renditions;

/// <summary>Takes what is left of deleted images out of this node's cache; it is not served from there, but it must not stay.</summary>
public sealed partial class CacheSweeper(
    RenditionCache cache,
    ImageStore images,
    TimeProvider time,
    ILogger<CacheSweeper> logger
) : BackgroundService
{
    // Ids asked for in one statement.
    private const int ChunkSize = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The cache could not be compared with the images; trying again later")]
    private partial void LogFailed(Exception exception);
}
