using Atelier.Data.Changes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Changes;

/// <summary>Tells this process at once and the other nodes within 20 ms, many words in one NOTIFY.</summary>
public sealed partial class ChangePublisher(
    ChangeHub hub,
    ChangeChannel channel,
    TimeProvider time,
    ILogger<ChangePublisher> logger
) : BackgroundService
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private HashSet<string> _words = [];

    /// <summary>Call it after the commit, never inside a transaction.</summary>
    public void Publish(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            hub.Raise(word);
        }

        lock (_lock)
        {
            var first = _words.Count == 0;
            foreach (var word in words)
            {
                _words.Add(word);
            }

            if (first && _words.Count > 0 && _signal.CurrentCount == 0)
            {
                _signal.Release();
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _signal.WaitAsync(stoppingToken);
            await Task.Delay(Gather, time, stoppingToken);
            HashSet<string> words;
            lock (_lock)
            {
                (words, _words) = (_words, []);
            }

            try
            {
                await channel.SendAsync(words, stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
            {
                // Polling makes up for it: words are hints, the rows are the truth.
                LogLost(words.Count, exception);
            }
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} change notices could not be sent; other nodes will see the changes when they poll"
    )]
    private partial void LogLost(int count, Exception exception);
}
