using System.Diagnostics.Metrics;
using Atelier.Engine.Costs;
using Atelier.Engine.Diagnostics;
using Npgsql;

namespace Atelier.Server.Metrics;

/// <summary>What offers were billed against their price. Read at most every five minutes: it looks at a month of bills.</summary>
internal sealed partial class DriftGauges : IBeforeScrape, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CostDrift _drift;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _one = new(1, 1);

    // Empty before the first look, and after one that failed.
    private volatile IReadOnlyList<OfferDrift> _offers = [];
    private long _at;
    private bool _looked;

    public DriftGauges(CostDrift drift, EngineMetrics metrics, TimeProvider time, ILogger<DriftGauges> logger)
    {
        (_drift, _time, _logger) = (drift, time, logger);
        metrics.Meter.CreateObservableGauge(
            "atelier.offer.cost.ratio",
            Ratios,
            description: "What providers billed in the last 30 days by what the catalogue says, by offer; 1 where it is right."
        );
    }

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!_looked || _time.GetElapsedTime(_at) >= Fresh)
            {
                _offers = await ReadAsync();
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
    private async Task<IReadOnlyList<OfferDrift>> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        try
        {
            return await _drift.ReadAsync(CostDrift.UsualDays, patience.Token);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            LogUnread(exception);
            return [];
        }
    }

    private IEnumerable<Measurement<double>> Ratios() =>
        _offers
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
