using System.Collections.Concurrent;
using Atelier.Data.Events;
using Atelier.Engine.Changes;
using Atelier.Engine.Previews;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Events;

/// <summary>
/// Tells everybody at this node who watches progress. Whatever happens is read from the database once, for all accounts and all their
/// readers; where nobody watches, nothing is read.
/// </summary>
public sealed partial class ProgressHub : BackgroundService
{
    private const int MostAtOnce = 500;

    // Of a house where much goes on somebody who watches little must not take a core.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, AccountWatches> _accounts = new();
    private readonly ProgressStore _store;
    private readonly ChangeHub _changes;
    private readonly TickBook _ticks;
    private readonly TimeProvider _time;
    private readonly ILogger<ProgressHub> _logger;
    private readonly ChangeSubscription _wake;

    public ProgressHub(
        ProgressStore store,
        ChangeHub changes,
        TickBook ticks,
        TimeProvider time,
        ILogger<ProgressHub> logger
    )
    {
        (_store, _changes, _ticks, _time, _logger) = (store, changes, ticks, time, logger);
        _wake = changes.Subscribe(ChangeWord.AnyGeneration);
        changes.Ticked += Tick;
        changes.Previewed += Preview;
    }

    /// <summary>How often the database was asked for news.</summary>
    public int Rounds { get; private set; }

    /// <summary>Begins to watch; news come once the reader says up to where it has all.</summary>
    /// <param name="capacity">Events that are kept for a reader who does not keep up.</param>
    public async Task<ProgressWatch> WatchAsync(
        Guid accountId,
        ProgressFilter filter,
        int capacity,
        CancellationToken cancellationToken
    )
    {
        // Before it is known to whoever reads the news: those begin there.
        var last = await _store.LastAsync(accountId, cancellationToken);
        while (true)
        {
            var account = _accounts.GetOrAdd(accountId, id => new AccountWatches(id, last, _time, Emptied));
            if (account.Join(filter, capacity) is { } watch)
            {
                _wake.Wake();
                return watch;
            }
        }
    }

    /// <summary>Where the generations stand that a watch is for.</summary>
    public async Task<Standing> StandingAsync(ProgressWatch watch, CancellationToken cancellationToken)
    {
        var standing = await _store.StandingAsync(watch.AccountId, watch.Filter, cancellationToken);
        if (_accounts.TryGetValue(watch.AccountId, out var account))
        {
            account.Know(standing.Rows);
        }

        return standing;
    }

    public override void Dispose()
    {
        _changes.Ticked -= Tick;
        _changes.Previewed -= Preview;
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = false;
            var began = _time.GetTimestamp();
#pragma warning disable CA1031 // A loop that ends silently would leave watchers waiting for ever.
            try
            {
                more = !_accounts.IsEmpty && await RunOnceAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
                await Task.Delay(Pause, _time, stoppingToken);
            }
#pragma warning restore CA1031

            if (!more)
            {
                await _wake.WaitAsync(_changes.Poll, _time, stoppingToken);
                if (Gap - _time.GetElapsedTime(began) is var rest && rest > TimeSpan.Zero)
                {
                    await Task.Delay(rest, _time, stoppingToken);
                }
            }
        }
    }

    /// <summary>Reads and tells what is new; whether there is more.</summary>
    internal async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var cursors = _accounts.Values.ToDictionary(account => account.AccountId, account => account.Cursor);
        Rounds++;
        var counts = new Dictionary<Guid, int>();
        foreach (var row in await _store.NewsAsync(cursors, MostAtOnce, cancellationToken))
        {
            counts[row.AccountId] = counts.GetValueOrDefault(row.AccountId) + 1;
            if (_accounts.TryGetValue(row.AccountId, out var account))
            {
                account.Tell(row);
            }
        }

        return counts.Values.Any(count => count >= MostAtOnce);
    }

    private void Tick(Guid generationId, int percent)
    {
        foreach (var account in _accounts.Values)
        {
            account.Tick(generationId, percent);
        }
    }

    private void Preview(ShownPreview preview)
    {
        foreach (var account in _accounts.Values)
        {
            account.Preview(preview);
        }
    }

    private void Emptied(AccountWatches account) =>
        _accounts.TryRemove(new KeyValuePair<Guid, AccountWatches>(account.AccountId, account));

    [LoggerMessage(LogLevel.Warning, "The news of generations could not be read; trying again")]
    private partial void LogFailed(Exception exception);
}
