using System.Diagnostics.Metrics;
using Atelier.Core.Pricing;
using Atelier.Data.Reports;
using Atelier.Engine.Diagnostics;
using Npgsql;

namespace Atelier.Server.Metrics;

/// <summary>Gauges of what all nodes share: open risk, budgets, queue. Read from the database at most every five seconds.</summary>
internal sealed partial class HouseGauges : IBeforeScrape, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly HouseFigureStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _one = new(1, 1);

    // Null before the first look, and after one that failed: no figure is better than an old one.
    private volatile HouseFigures? _figures;
    private long _at;
    private bool _looked;

    public HouseGauges(HouseFigureStore store, EngineMetrics metrics, TimeProvider time, ILogger<HouseGauges> logger)
    {
        (_store, _time, _logger) = (store, time, logger);
        var meter = metrics.Meter;
        meter.CreateObservableGauge<double>(
            "atelier.open_risk.usd",
            Risks,
            description: "Dollars that calls under way, or of unknown outcome, may still cost, by provider."
        );
        meter.CreateObservableGauge<double>(
            "atelier.budget.limit.usd",
            () => Budgets(budget => budget.Limit),
            description: "Dollars that paid calls of a month may cost, by scope."
        );
        meter.CreateObservableGauge<double>(
            "atelier.budget.spent.usd",
            () => Budgets(budget => budget.Spent),
            description: "Dollars of the budget that were billed this month, by scope."
        );
        meter.CreateObservableGauge<double>(
            "atelier.budget.risk.usd",
            () => Budgets(budget => budget.Risk),
            description: "Dollars of the budget that are held for work under way or of unknown outcome, by scope."
        );
        meter.CreateObservableGauge<long>(
            "atelier.queue.jobs",
            Jobs,
            description: "Generations by lane: ready to be sent, waiting for a task, running on a node, held by their account's limit."
        );
    }

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!_looked || _time.GetElapsedTime(_at) >= Fresh)
            {
                _figures = await ReadAsync();
                (_at, _looked) = (_time.GetTimestamp(), true);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    // Not the caller's token: whoever hangs up must not leave the next one without figures.
    private async Task<HouseFigures?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        try
        {
            return await _store.ReadAsync(patience.Token);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            LogUnread(exception);
            return null;
        }
    }

    private IEnumerable<Measurement<double>> Risks() =>
        _figures?.OpenRisk.Select(risk => Dollars(risk.Nanos, "provider", risk.Provider)) ?? [];

    private IEnumerable<Measurement<double>> Budgets(
        Func<(string Scope, long Limit, long Spent, long Risk), long> part
    ) => _figures?.Budgets.Select(budget => Dollars(part(budget), "scope", budget.Scope)) ?? [];

    private IEnumerable<Measurement<long>> Jobs() =>
        _figures?.Queue.Select(jobs => new Measurement<long>(
            jobs.Jobs,
            new KeyValuePair<string, object?>("lane", jobs.Lane),
            new KeyValuePair<string, object?>("state", jobs.State)
        )) ?? [];

    private static Measurement<double> Dollars(long nanos, string tag, string value) =>
        new((double)NanoDollars.ToDollars(nanos), new KeyValuePair<string, object?>(tag, value));

    [LoggerMessage(LogLevel.Warning, "Budgets and queue could not be read for the metrics")]
    private partial void LogUnread(Exception exception);
}
