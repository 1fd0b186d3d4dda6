using Atelier.Core.Catalogue;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

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
    // Files are read, not watched: notifications do not cross container mounts.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private IReadOnlyList<CatalogueFile> _seen = [];

    /// <summary>Reads the files once. A change is taken in force when it is seen the second time, so that no half save is.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var files = folder.ReadFiles();
            var settled = files.SequenceEqual(_seen);
            _seen = files;
            if (settled)
            {
                await TakeAsync(CatalogueReader.Read(files), cancellationToken);
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
        catch (NpgsqlException exception)
        {
            // The lanes could not be written, so the next round begins anew.
            LogUnwritten(exception);
        }
    }

    private async Task TakeAsync(CatalogueSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Version == holder.Current.Version)
        {
            holder.Replace(holder.Current);
            return;
        }

        await lanes.SaveAsync(snapshot, cancellationToken);
        LogLoaded(holder.Current.Version, snapshot.Version);
        holder.Replace(snapshot);
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

    [LoggerMessage(LogLevel.Warning, "The changed catalogue could not be taken in force; trying again")]
    private partial void LogUnwritten(Exception exception);
}
