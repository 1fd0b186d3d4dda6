using Atelier.Data.Accounts;
using Atelier.Data.Images;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Sweeping;

/// <summary>Removes expired keys, sessions, codes and pictures every ten minutes; any node may, twice does no harm.</summary>
public sealed partial class ExpirySweeper(
    ExpiryStore store,
    CandidateStore candidates,
    FolderRemover remover,
    TimeProvider time,
    ILogger<ExpirySweeper> logger
) : PeriodicService(time)
{
    private const int ChunkSize = 200;

    /// <summary>One round over rows and pictures.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await store.SweepAsync(cancellationToken);
        while (await candidates.ExpiredAsync(ChunkSize, cancellationToken) is { Count: > 0 } expired)
        {
            // The row first: files without a row are swept, a row that promises files must have them.
            foreach (var folder in await candidates.DeleteAsync(expired, cancellationToken))
            {
                await remover.RemoveAsync(folder, cancellationToken);
            }
        }
    }

    protected override TimeSpan Pause => TimeSpan.FromMinutes(10);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Warning, "Expired rows could not be removed; trying again later")]
    private partial void LogFailed(Exception exception);
}
