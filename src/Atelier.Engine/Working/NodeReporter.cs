using Atelier.Data.Nodes;
using Atelier.Engine.Catalogue;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Working;

/// <summary>Tells the others every ten seconds that this node lives, and which catalogue it has in force.</summary>
public sealed partial class NodeReporter(
    NodeStore nodes,
    NodeIdentity node,
    CatalogueHolder catalogue,
    TimeProvider time,
    ILogger<NodeReporter> logger
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>One report.</summary>
    public Task RunOnceAsync(CancellationToken cancellationToken) =>
        nodes.SeenAsync(node.Id, catalogue.Current.Version, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "This node could not report to the others; trying again")]
    private partial void LogFailed(Exception exception);
}
