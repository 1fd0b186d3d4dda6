using Atelier.Core.Catalogue;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Catalogue;

/// <summary>Looks at the catalogue's files every few seconds and takes a changed set in force, if it is right.</summary>
public sealed partial class CatalogueWatcher(
    CatalogueFolder folder,
    CatalogueHolder holder,
    LaneSetup lanes,
    TimeProvider time,
    ILogger<CatalogueWatcher> logger
) : BackgroundService
{
    // Files are read and hashed, not watched: notifications do not cross container mounts, and half a save is no hash.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Reads the files once and takes them in force when they changed.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var snapshot = folder.Read();
            if (snapshot.Version != holder.Current.Version)
            {
                await lanes.SaveAsync(snapshot, cancellationToken);
                LogLoaded(holder.Current.Version, snapshot.Version);
                holder.Replace(snapshot);
            }
            else if (holder.Problem is not null)
            {
                holder.Replace(snapshot);
            }
        }
        catch (Exception exception) when (exception is CatalogueException or IOException or UnauthorizedAccessException)
        {
            if (holder.Problem != exception.Message)
            {
                LogKept(holder.Current.Version, exception.Message);
                holder.Keep(exception.Message);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RunOnceAsync(stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Catalogue {Old} was replaced by {New}")]
    private partial void LogLoaded(string old, string @new);

    [LoggerMessage(LogLevel.Error, "The changed catalogue is wrong, {Version} stays in force: {Problem}")]
    private partial void LogKept(string version, string problem);
}
