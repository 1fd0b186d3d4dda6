using Atelier.Engine.Changes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Policy;

/// <summary>Keeps the switches of this node as those of the database: at once when word comes, else within seconds.</summary>
public sealed partial class PolicySwitchWatcher(
    PolicySwitches switches,
    ChangeHub hub,
    TimeProvider time,
    ILogger<PolicySwitchWatcher> logger
) : BackgroundService
{
    // Before anybody can ask for a picture.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await switches.LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var change = hub.Subscribe(ChangeWord.Policy);
        while (!stoppingToken.IsCancellationRequested)
        {
            await change.WaitAsync(hub.Poll, time, stoppingToken);
            try
            {
                await switches.LoadAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogKept(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The policy's switches could not be read; those known stay")]
    private partial void LogKept(Exception exception);
}
