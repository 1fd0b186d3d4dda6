using Atelier.Data.Queue;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Atelier.Engine.Working;

/// <summary>Renews this node's leases. A loop of its own: whatever else is slow must not cost us our claims.</summary>
public sealed partial class LeaseKeeper(
    LeaseStore leases,
    RunningClaims running,
    IOptions<WorkOptions> options,
    TimeProvider time,
    ILogger<LeaseKeeper> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Lease / 3, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (running.All is { Count: > 0 } claims)
                {
                    await leases.RenewAsync(claims, options.Value.Lease, stoppingToken);
                }
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Leases could not be renewed; trying again")]
    private partial void LogFailed(Exception exception);
}
