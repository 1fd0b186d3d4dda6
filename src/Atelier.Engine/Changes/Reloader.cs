using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Changes;

/// <summary>Keeps what this node holds in memory as it is in the database: at once when word comes, else within seconds.</summary>
internal sealed partial class Reloader(
    IEnumerable<IReloaded> held,
    ChangeHub hub,
    TimeProvider time,
    ILogger<Reloader> logger
) : BackgroundService
{
    // Before anybody can ask for a picture.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var one in held)
        {
            await one.LoadAsync(cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(held.Select(one => KeepAsync(one, stoppingToken)));

    private async Task KeepAsync(IReloaded one, CancellationToken stoppingToken)
    {
        using var change = hub.Subscribe(one.Word);
        while (!stoppingToken.IsCancellationRequested)
        {
            await change.WaitAsync(hub.Poll, time, stoppingToken);
            try
            {
                await one.LoadAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogKept(one.GetType().Name, exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{What} could not be read anew; what is known stays")]
    private partial void LogKept(string what, Exception exception);
}
