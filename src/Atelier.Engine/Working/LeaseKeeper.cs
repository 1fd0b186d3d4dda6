using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Atelier.Engine.Working;

/// <summary>Renews this node's leases, frees the expired ones of others, and mends missed promotions.</summary>
public sealed partial class LeaseKeeper(
    LeaseStore leases,
    HeldStore held,
    RunningClaims running,
    ChangePublisher changes,
    IOptions<WorkOptions> options,
    TimeProvider time,
    ILogger<LeaseKeeper> logger
) : BackgroundService
{
    /// <summary>One round of the three.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (running.All is { Count: > 0 } claims)
        {
            await leases.RenewAsync(claims, options.Value.Lease, cancellationToken);
        }

        foreach (var lane in await leases.ReleaseExpiredAsync(cancellationToken))
        {
            LogFreed(lane);
            changes.Publish(ChangeWord.Lane(lane));
        }

        // Lanes see these when they poll; who waited for a limit can wait a second more.
        await held.PromoteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Lease / 3, time);
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

    [LoggerMessage(LogLevel.Warning, "A node went silent; its work in lane {Lane} is taken over")]
    private partial void LogFreed(string lane);

    [LoggerMessage(LogLevel.Error, "Leases could not be renewed; trying again")]
    private partial void LogFailed(Exception exception);
}
