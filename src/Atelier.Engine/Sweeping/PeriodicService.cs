using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Atelier.Engine.Sweeping;

/// <summary>Work that is done in rounds. One that fails because the database or the disk is away is told, and comes again.</summary>
public abstract class PeriodicService(TimeProvider time) : BackgroundService
{
    /// <summary>From one round to the next.</summary>
    protected abstract TimeSpan Pause { get; }

    /// <summary>One round.</summary>
    protected abstract Task RoundAsync(CancellationToken cancellationToken);

    /// <summary>Says that a round failed.</summary>
    protected abstract void Tell(Exception failure);

    protected TimeProvider Time => time;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RoundAsync(stoppingToken);
            }
            catch (Exception exception)
                when (exception is NpgsqlException or IOException or UnauthorizedAccessException)
            {
                Tell(exception);
            }
        }
    }
}
