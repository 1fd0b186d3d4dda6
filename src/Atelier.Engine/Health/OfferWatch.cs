using System.Diagnostics.Metrics;
using Atelier.Core.Routing;
using Atelier.Data.Health;
using Atelier.Engine.Diagnostics;
using Atelier.Engine.Sweeping;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Health;

/// <summary>Tells all nodes each second how this node's calls ended, and hears the same of them. No call waits for it.</summary>
public sealed partial class OfferWatch : PeriodicService, IOfferHealth, IDisposable
{
    private readonly OfferHealthStore _store;
    private readonly LaneLoadStore _lanes;
    private readonly ILogger _logger;
    private readonly OfferBook _book;
    private readonly SemaphoreSlim _writing = new(1);
    private volatile IReadOnlyDictionary<string, double> _waits = new Dictionary<string, double>();

    public OfferWatch(
        OfferHealthStore store,
        LaneLoadStore lanes,
        EngineMetrics metrics,
        TimeProvider time,
        ILogger<OfferWatch> logger
    )
        : base(time)
    {
        (_store, _lanes, _logger, _book) = (store, lanes, logger, new OfferBook(time));
        metrics.Meter.CreateObservableGauge(
            "atelier.offer.circuit",
            () => Measure(health => (double)health.Circuit),
            description: "Whether calls to an offer are let through: 0 all, 1 one to find out, 2 none."
        );
        metrics.Meter.CreateObservableGauge(
            "atelier.offer.success.ratio",
            () => Measure(health => health.SuccessRate),
            description: "Moving average of an offer's calls that brought pictures, 0 to 1."
        );
    }

    public IReadOnlyDictionary<OfferKey, OfferHealth> Offers => _book.Seen;

    public IReadOnlyDictionary<string, double> Waits => _waits;

    public void Note(OfferOutcome outcome)
    {
        var before = StateOf(outcome.Offer);
        _book.Note(outcome);
        var after = StateOf(outcome.Offer);
        if (after != before)
        {
            LogTurned(outcome.Offer.Model, outcome.Offer.Provider, after);
        }
    }

    public async Task<Passage> PassAsync(OfferKey offer, TimeSpan life, CancellationToken cancellationToken)
    {
        if (_book.IsClosed(offer))
        {
            return Passage.Free;
        }

        try
        {
            // What shut it off may not be written yet.
            await WriteAsync(read: false, cancellationToken);
            return await _store.PassAsync(offer, life, cancellationToken) switch
            {
                null => Passage.Shut,
                true => Passage.Probe,
                false => Passage.Free,
            };
        }
        catch (NpgsqlException exception)
        {
            LogUnasked(offer.Model, offer.Provider, exception);
            return Passage.Shut;
        }
    }

    /// <summary>Writes what was noted, and reads what all know.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(read: true, cancellationToken);
        var averages = Offers
            .GroupBy(offer => offer.Key.Provider)
            .ToDictionary(offers => offers.Key, offers => offers.Average(offer => offer.Value.AverageSeconds));
        var loads = await _lanes.ReadAsync(cancellationToken);
        _waits = loads
            .Select(load =>
                (
                    load.Provider,
                    Seconds: load.Wait(averages.GetValueOrDefault(load.Provider, OfferAverages.Unknown.AverageSeconds))
                )
            )
            .Where(wait => wait.Seconds > 0)
            .ToDictionary(wait => wait.Provider, wait => wait.Seconds);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A node that has just started shall not call what the others leave alone.
            await RunOnceAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            Tell(exception);
        }

        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _writing.Dispose();
        base.Dispose();
    }

    protected override TimeSpan Pause => TimeSpan.FromSeconds(1);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    private async Task WriteAsync(bool read, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_book.Pending() is { Count: > 0 } pending)
            {
                await _store.AddAsync(pending, cancellationToken);
                _book.Written(pending);
            }

            // Under the same turn: what is read must not be older than what was just taken off the list.
            if (read)
            {
                _book.Take(await _store.ReadAsync(cancellationToken));
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    private CircuitState StateOf(OfferKey offer) =>
        Offers.TryGetValue(offer, out var health) ? health.Circuit : CircuitState.Closed;

    private IEnumerable<Measurement<double>> Measure(Func<OfferHealth, double> part) =>
        Offers.Select(offer => new Measurement<double>(
            part(offer.Value),
            new KeyValuePair<string, object?>("model", offer.Key.Model),
            new KeyValuePair<string, object?>("provider", offer.Key.Provider)
        ));

    [LoggerMessage(LogLevel.Warning, "{Model} at {Provider} is {Circuit} now")]
    private partial void LogTurned(string model, string provider, CircuitState circuit);

    [LoggerMessage(
        LogLevel.Warning,
        "Whether {Model} at {Provider} may be called could not be asked; it is left alone"
    )]
    private partial void LogUnasked(string model, string provider, Exception exception);

    [LoggerMessage(LogLevel.Warning, "How offers do could not be written or read; trying again")]
    private partial void LogFailed(Exception exception);
}
