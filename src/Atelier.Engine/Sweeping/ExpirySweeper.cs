using Atelier.Data.Accounts;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Sweeping;

/// <summary>Removes expired keys, sessions, codes and pictures every ten minutes; any node may, twice does no harm.</summary>
public sealed partial class ExpirySweeper(
    ExpiryStore store,
    CandidateStore candidates,
    IBlobStore blobs,
    TimeProvider time,
    ILogger<ExpirySweeper> logger
) : BackgroundService
{
    private const int ChunkSize = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>One round over rows and pictures.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await store.SweepAsync(cancellationToken);
        while (await candidates.ExpiredAsync(ChunkSize, cancellationToken) is { Count: > 0 } expired)
        {
            // The row first: files without a row are swept, a row that promises files must have them.
            var gone = await candidates.DeleteAsync([.. expired.Select(image => image.ImageId)], cancellationToken);
            foreach (var (generation, image) in expired.Where(image => gone.Contains(image.ImageId)))
            {
                blobs.Delete(new StoredImage(generation, image));
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

    [LoggerMessage(LogLevel.Warning, "Expired rows could not be removed; trying again later")]
    private partial void LogFailed(Exception exception);
}
