using System.Diagnostics.Metrics;
using Atelier.Engine.Costs;
using Atelier.Engine.Diagnostics;

namespace Atelier.Server.Metrics;

/// <summary>What offers were billed against their price. Read at most every five minutes: it looks at a month of bills.</summary>
internal sealed partial class DriftGauges : IBeforeScrape, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FreshReading<IReadOnlyList<OfferDrift>> _reading;
    private readonly ILogger _logger;

    public DriftGauges(CostDrift drift, EngineMetrics metrics, TimeProvider time, ILogger<DriftGauges> logger)
    {
        _logger = logger;
        _reading = new(token => drift.ReadAsync(CostDrift.UsualDays, token), Fresh, Patience, time, LogUnread);
        metrics.Meter.CreateObservableGauge(
            "atelier.offer.cost.ratio",
            Ratios,
            description: "What providers billed in the last 30 days by what the catalogue says, by offer; 1 where it is right."
        );
    }

    public Task RefreshAsync(CancellationToken cancellationToken) => _reading.RefreshAsync(cancellationToken);

    public void Dispose() => _reading.Dispose();

    private IEnumerable<Measurement<double>> Ratios() =>
        (_reading.Value ?? [])
            .Where(offer => offer.Ratio is not null)
            .Select(offer => new Measurement<double>(
                (double)offer.Ratio!.Value,
                new KeyValuePair<string, object?>("model", offer.Model),
                new KeyValuePair<string, object?>("provider", offer.Provider),
                new KeyValuePair<string, object?>("provider_model", offer.ProviderModel ?? "")
            ));

    [LoggerMessage(LogLevel.Warning, "Bills could not be compared with prices for the metrics")]
    private partial void LogUnread(Exception exception);
}
