using Atelier.Data.Changes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Changes;

/// <summary>Hears what other nodes changed. While the connection is down, everybody polls.</summary>
public sealed partial class ChangeListener(
    ChangeHub hub,
    ChangeChannel channel,
    TimeProvider time,
    ILogger<ChangeListener> logger
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await channel.ListenAsync(hub.BeginListening, Received, stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
            {
                hub.EndListening();
                LogCut(exception);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    private void Received(IReadOnlyList<string> words)
    {
        foreach (var word in words)
        {
            hub.Raise(word);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The connection that hears changes was cut; it is opened again")]
    private partial void LogCut(Exception exception);
}
