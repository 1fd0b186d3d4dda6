using System.Diagnostics.Metrics;
using Atelier.Core.Pricing;
using Atelier.Data.Reports;
using Atelier.Engine.Diagnostics;

namespace Atelier.Server.Metrics;

/// <summary>Gauges of what all nodes share: open risk, budgets, queue. Read from the database at most every five seconds.</summary>
internal sealed partial class HouseGauges : IBeforeScrape, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly FreshReading<HouseFigures> _reading;
    private readonly ILogger _logger;

    public HouseGauges(HouseFigureStore store, EngineMetrics metrics, TimeProvider time, ILogger<HouseGauges> logger)
    {
        _logger = logger;
        _reading = new(store.ReadAsync, Fresh, Patience, time, LogUnread);
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

    public Task RefreshAsync(CancellationToken cancellationToken) => _reading.RefreshAsync(cancellationToken);

    public void Dispose() => _reading.Dispose();

    private IEnumerable<Measurement<double>> Risks() =>
        _reading.Value?.OpenRisk.Select(risk => Dollars(risk.Nanos, "provider", risk.Provider)) ?? [];

    private IEnumerable<Measurement<double>> Budgets(
        Func<(string Scope, long Limit, long Spent, long Risk), long> part
    ) => _reading.Value?.Budgets.Select(budget => Dollars(part(budget), "scope", budget.Scope)) ?? [];

    private IEnumerable<Measurement<long>> Jobs() =>
        _reading.Value?.Queue.Select(jobs => new Measurement<long>(
            jobs.Jobs,
            new KeyValuePair<string, object?>("lane", jobs.Lane),
            new KeyValuePair<string, object?>("state", jobs.State)
        )) ?? [];

    private static Measurement<double> Dollars(long nanos, string tag, string value) =>
        new((double)NanoDollars.ToDollars(nanos), new KeyValuePair<string, object?>(tag, value));

    [LoggerMessage(LogLevel.Warning, "Budgets and queue could not be read for the metrics")]
    private partial void LogUnread(Exception exception);
}
