using Atelier.Data.Previews;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Sweeping;

/// <summary>Deletes previews of generations that no provider works on, and those of an hour ago, every minute; any node may, twice does no harm.</summary>
public sealed partial class PreviewSweeper(PreviewStore store, TimeProvider time, ILogger<PreviewSweeper> logger)
    : PeriodicService(time)
{
    /// <summary>One round; how many were deleted.</summary>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken) => store.SweepAsync(cancellationToken);

    protected override TimeSpan Pause => TimeSpan.FromMinutes(1);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Warning, "Previews could not be swept; trying again later")]
    private partial void LogFailed(Exception exception);
}
