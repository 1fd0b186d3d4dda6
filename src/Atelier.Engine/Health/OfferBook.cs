using Atelier.Core.Routing;
using Atelier.Data.Health;

namespace Atelier.Engine.Health;

/// <summary>What this node knows of offers: what it read last, and its own outcomes since.</summary>
internal sealed class OfferBook(TimeProvider time)
{
    // Outcomes that wait for a database which is away; the oldest say least.
    private const int MostPending = 10_000;

    private readonly Lock _lock = new();
    private readonly List<OfferOutcome> _pending = [];
    private Dictionary<(OfferKey Offer, string? Style), Entry> _entries = [];
    private volatile Dictionary<OfferKey, OfferHealth> _seen = [];

    /// <summary>By offer, as of the last change or <see cref="Look"/>.</summary>
    public IReadOnlyDictionary<OfferKey, OfferHealth> Seen => _seen;

    public void Note(OfferOutcome outcome)
    {
        lock (_lock)
        {
            if (_pending.Count == MostPending)
            {
                _pending.RemoveRange(0, MostPending / 2);
            }

            _pending.Add(outcome);
            Apply(outcome);
            Look();
        }
    }

    /// <summary>What is not written yet.</summary>
    public IReadOnlyList<OfferOutcome> Pending()
    {
        lock (_lock)
        {
            return [.. _pending];
        }
    }

    /// <summary>Takes note that the first so many are written.</summary>
    public void Written(IReadOnlyList<OfferOutcome> outcomes)
    {
        lock (_lock)
        {
            // Not by number: some may have been given up meanwhile.
            _pending.RemoveAll(new HashSet<OfferOutcome>(outcomes, ReferenceEqualityComparer.Instance).Contains);
        }
    }

    /// <summary>Takes what all nodes know; what came in here since stays on top of it.</summary>
    public void Take(IReadOnlyList<OfferHealthRow> rows)
    {
        lock (_lock)
        {
            _entries = rows.ToDictionary(row => (row.Offer, row.Style), row => new Entry(row, time.GetTimestamp()));
            _pending.ForEach(Apply);
            Look();
        }
    }

    /// <summary>Whether calls to the offer are let through without asking anybody.</summary>
    public bool IsClosed(OfferKey offer) => !_seen.TryGetValue(offer, out var health) || health.OpenUntil is null;

    private void Apply(OfferOutcome outcome)
    {
        Apply((outcome.Offer, null), outcome);
        if (outcome.Style is not null)
        {
            Apply((outcome.Offer, outcome.Style), outcome);
        }
    }

    private void Apply((OfferKey Offer, string? Style) key, OfferOutcome outcome)
    {
        var row = _entries.TryGetValue(key, out var entry) ? Now(entry) : OfferHealthRow.New(key.Offer, key.Style);
        _entries[key] = new Entry(row.After(outcome), time.GetTimestamp());
    }

    private OfferHealthRow Now(Entry entry) =>
        entry.Row with
        {
            Circuit = entry.Row.Circuit with { Left = entry.Row.Circuit.Left - time.GetElapsedTime(entry.At) },
        };

    // The lock is held.
    private void Look()
    {
        var seen = new Dictionary<OfferKey, OfferHealth>(_entries.Count);
        var styles = _entries.Where(entry => entry.Key.Style is not null).ToLookup(entry => entry.Key.Offer);
        foreach (var (key, entry) in _entries)
        {
            if (key.Style is null)
            {
                var row = Now(entry);
                var (averages, circuit) = (row.Averages, row.Circuit);
                seen[key.Offer] = new OfferHealth(
                    averages.SuccessRate,
                    averages.AverageSeconds,
                    averages.Samples,
                    circuit.State,
                    circuit.Left is { } left ? time.GetUtcNow() + left : null
                )
                {
                    Failures = circuit.Failures,
                    ByStyle = styles[key.Offer]
                        .ToDictionary(style => style.Key.Style!, style => style.Value.Row.Averages),
                };
            }
        }

        _seen = seen;
    }

    private sealed record Entry(OfferHealthRow Row, long At);
}
