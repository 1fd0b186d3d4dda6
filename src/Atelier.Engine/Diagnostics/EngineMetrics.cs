using System.Diagnostics.Metrics;

namespace Atelier.Engine.Diagnostics;

/// <summary>What the engine counts; names follow Prometheus' conventions once exported.</summary>
public sealed class EngineMetrics : IDisposable
{
    /// <summary>The meter's name, to be exported.</summary>
    public const string MeterName = "Atelier";

    private readonly Meter _meter;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _pictures;
    private readonly Histogram<double> _calls;
    private readonly Histogram<double> _finishing;
    private readonly Histogram<double> _rendering;
    private readonly Counter<long> _cacheHits;
    private readonly Counter<long> _judged;
    private readonly Counter<long> _checks;
    private readonly Counter<long> _parked;
    private readonly Counter<long> _reviewed;

    public EngineMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _accepted = _meter.CreateCounter<long>("atelier.generations.accepted", description: "Generations accepted.");
        _ended = _meter.CreateCounter<long>(
            "atelier.generations.ended",
            description: "Generations that ended, by state."
        );
        _pictures = _meter.CreateCounter<long>(
            "atelier.pictures.delivered",
            description: "Pictures delivered, by model."
        );
        _calls = _meter.CreateHistogram<double>(
            "atelier.provider.call.duration",
            "s",
            "Time a provider took for a step."
        );
        _finishing = _meter.CreateHistogram<double>(
            "atelier.finish.duration",
            "s",
            "Time from pixels to all files of a picture."
        );
        _rendering = _meter.CreateHistogram<double>(
            "atelier.render.duration",
            "s",
            "Time to render a picture on demand and to wait for a turn, by format."
        );
        _cacheHits = _meter.CreateCounter<long>(
            "atelier.render.cache.hits",
            description: "Renditions that came from this node's cache."
        );
        _judged = _meter.CreateCounter<long>(
            "atelier.policy",
            description: "Checks against the policy, by stage, category and outcome."
        );
        _checks = _meter.CreateCounter<long>(
            "atelier.pictures.checked",
            description: "Checks of pictures, by check and outcome."
        );
        _parked = _meter.CreateCounter<long>(
            "atelier.reviews.opened",
            description: "Generations that began to wait for a person, by phase."
        );
        _reviewed = _meter.CreateCounter<long>(
            "atelier.reviews.decided",
            description: "Reviews that ended, by outcome."
        );
    }

    /// <summary>The meter itself, for what stands around the adapters.</summary>
    public Meter Meter => _meter;

    public void Dispose() => _meter.Dispose();

    internal void Accepted(string operation) =>
        _accepted.Add(1, new KeyValuePair<string, object?>("operation", operation));

    internal void Ended(string state) => _ended.Add(1, new KeyValuePair<string, object?>("state", state));

    internal void Delivered(string model) => _pictures.Add(1, new KeyValuePair<string, object?>("model", model));

    internal void Checked(string check, string outcome) =>
        _checks.Add(1, new KeyValuePair<string, object?>("check", check), new("outcome", outcome));

    internal void Parked(string phase) => _parked.Add(1, new KeyValuePair<string, object?>("phase", phase));

    internal void Reviewed(string outcome) => _reviewed.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Called(string provider, TimeSpan time) =>
        _calls.Record(time.TotalSeconds, new("provider", provider), new("step", "submit"));

    internal void Finished(TimeSpan time) => _finishing.Record(time.TotalSeconds);

    internal void Rendered(string format, TimeSpan time) =>
        _rendering.Record(time.TotalSeconds, new KeyValuePair<string, object?>("format", format));

    internal void CacheHit() => _cacheHits.Add(1);

    internal void Judged(string stage, string category, string outcome) =>
        _judged.Add(1, new("stage", stage), new("category", category), new("outcome", outcome));
}
