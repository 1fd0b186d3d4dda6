using Atelier.Data.Accounts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Sweeping;

/// <summary>Removes expired keys, sessions and codes every ten minutes; any node may, twice does no harm.</summary>
public sealed partial class ExpirySweeper(ExpiryStore store, TimeProvider time, ILogger<ExpirySweeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await store.SweepAsync(stoppingToken);
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
