using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Repeats;

/// <summary>
/// Wakes repeats as soon as the generation has ended whose pictures they wait for. Only a node that put one aside listens; should it
/// die, the sweep of the queue comes seconds later.
/// </summary>
internal sealed partial class RepeatWaker : BackgroundService
{
    // Of a house where much goes on somebody who waits must not take a core.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(20);

    private readonly HeldStore _held;
    private readonly ChangePublisher _changes;
    private readonly ChangeHub _hub;
    private readonly TimeProvider _time;
    private readonly ILogger<RepeatWaker> _logger;
    private readonly ChangeSubscription _wake;
    private volatile bool _armed;

    public RepeatWaker(
        HeldStore held,
        ChangePublisher changes,
        ChangeHub hub,
        TimeProvider time,
        ILogger<RepeatWaker> logger
    )
    {
        (_held, _changes, _hub, _time, _logger) = (held, changes, hub, time, logger);
        _wake = hub.Subscribe(ChangeWord.AnyGeneration);
    }

    /// <summary>Somebody waits. Looks once, too: the other may have ended just now.</summary>
    public void Arm()
    {
        _armed = true;
        _wake.Wake();
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _wake.WaitAsync(_hub.Poll, _time, stoppingToken);
            if (!_armed)
            {
                continue;
            }

            _armed = false;
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception);
                _armed = true;
            }

            await Task.Delay(Gap, _time, stoppingToken);
        }
    }

    /// <summary>Wakes those whose wait is over.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        // Whoever arms it meanwhile must not be forgotten, as |= would, which reads first.
        if (await _held.WakeAsync(cancellationToken))
        {
            _armed = true;
        }

        foreach (var lane in await _held.PromoteAsync(cancellationToken))
        {
            _changes.Publish(ChangeWord.Lane(lane));
        }
    }

    [LoggerMessage(LogLevel.Warning, "Repeats could not be woken; trying again")]
    private partial void LogFailed(Exception exception);
}
