using Atelier.Engine.Changes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Health;

/// <summary>Keeps what this node knows of held providers as it is in the database: at once when word comes, else within seconds.</summary>
public sealed partial class LaneModeWatcher(
    LaneModes modes,
    ChangeHub hub,
    TimeProvider time,
    ILogger<LaneModeWatcher> logger
) : BackgroundService
{
    // Before anybody can ask for a picture.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await modes.LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var change = hub.Subscribe(ChangeWord.LaneModes);
        while (!stoppingToken.IsCancellationRequested)
        {
            await change.WaitAsync(hub.Poll, time, stoppingToken);
            try
            {
                await modes.LoadAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogKept(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Which providers are held back could not be read; what is known stays")]
    private partial void LogKept(Exception exception);
}
