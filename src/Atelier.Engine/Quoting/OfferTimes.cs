using Atelier.Data.Health;
using Atelier.Data.Reports;
using Atelier.Engine.Sweeping;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Quoting;

/// <summary>
/// How long offers took lately and how full the lanes are, in this node's memory. Read anew in the background, so that a door
/// answers without asking the database.
/// </summary>
public sealed partial class OfferTimes(
    OfferTimeStore store,
    LaneLoadStore lanes,
    TimeProvider time,
    ILogger<OfferTimes> logger
) : PeriodicService(time)
{
    // Lanes fill within seconds; how long a provider takes changes within hours.
    private const int RoundsPerHistory = 6;
    private const int MostGenerations = 5_000;

    private static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    private volatile Dictionary<(string Model, string Provider, string Operation), OfferTime> _times = [];
    private volatile Dictionary<string, LaneLoad> _loads = [];
    private int _rounds;

    /// <summary>How long an offer took for an operation; null without history.</summary>
    public OfferTime? Find(string model, string provider, string operation) =>
        _times.GetValueOrDefault((model, provider, operation));

    /// <summary>Seconds that a request would wait for a place at a provider; 0 where there is one.</summary>
    public double WaitOf(string provider)
    {
        if (!_loads.TryGetValue(provider, out var load))
        {
            return 0;
        }

        var full = load.Capacity is { } places && (load.Waiting > 0 || load.Busy >= places);
        var ahead = full ? (load.Waiting + 1.0) * SecondsOf(provider) / Math.Max(1, load.Capacity!.Value) : 0;
        return load.Paused.TotalSeconds + ahead;
    }

    /// <summary>Reads both once.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await ReadTimesAsync(cancellationToken);
        await ReadLoadsAsync(cancellationToken);
    }

    protected override TimeSpan Pause => TimeSpan.FromSeconds(10);

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        if (_rounds++ % RoundsPerHistory == 0)
        {
            await ReadTimesAsync(cancellationToken);
        }

        await ReadLoadsAsync(cancellationToken);
    }

    protected override void Tell(Exception failure) => LogFailed(failure);

    private async Task ReadTimesAsync(CancellationToken cancellationToken)
    {
        var rows = await store.TimesAsync(Time.GetUtcNow() - Memory, MostGenerations, cancellationToken);
        _times = rows.ToDictionary(row => (row.Model, row.Provider, row.Operation));
    }

    private async Task ReadLoadsAsync(CancellationToken cancellationToken) =>
        _loads = (await lanes.ReadAsync(cancellationToken)).ToDictionary(load => load.Provider);

    // Of all that its lane did, each as often as it did it.
    private double SecondsOf(string provider)
    {
        var (seconds, samples) = (0.0, 0L);
        foreach (var row in _times.Values.Where(row => row.Provider == provider))
        {
            seconds += row.Average * row.Samples;
            samples += row.Samples;
        }

        return samples == 0 ? ExpectedSeconds.WithoutHistory : seconds / samples;
    }

    [LoggerMessage(LogLevel.Warning, "How long offers take could not be read; quotes go by what was read before")]
    private partial void LogFailed(Exception exception);
}
