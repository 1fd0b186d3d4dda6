using Atelier.Core.States;
using Atelier.Data.Events;
using Atelier.Engine.Previews;

namespace Atelier.Engine.Events;

/// <summary>Those who watch one account at this node. Events are read once for all of them.</summary>
internal sealed class AccountWatches(Guid accountId, long last, TimeProvider time, Action<AccountWatches> emptied)
{
    private readonly Lock _lock = new();
    private readonly HashSet<ProgressWatch> _watches = [];

    // The last event of what has not ended, for ticks, which carry none.
    private readonly Dictionary<Guid, (ProgressRow Row, long ReadAt)> _open = [];
    private bool _over;

    public Guid AccountId => accountId;

    /// <summary>The account's last event that was told.</summary>
    public long Cursor { get; private set; } = last;

    /// <summary>Adds a reader; null when the last one has just left, so that a new set is needed.</summary>
    public ProgressWatch? Join(ProgressFilter filter, int capacity)
    {
        lock (_lock)
        {
            if (_over)
            {
                return null;
            }

            var watch = new ProgressWatch(this, filter, capacity);
            _watches.Add(watch);
            return watch;
        }
    }

    /// <summary>From now on a reader who has all up to an event gets what follows; false when it must read on first.</summary>
    public bool Begin(ProgressWatch watch, long seq)
    {
        lock (_lock)
        {
            if (Cursor > seq)
            {
                return false;
            }

            watch.Begin(seq);
            return true;
        }
    }

    public void Leave(ProgressWatch watch)
    {
        lock (_lock)
        {
            if (!_watches.Remove(watch) || _watches.Count > 0)
            {
                return;
            }

            _over = true;
        }

        emptied(this);
    }

    /// <summary>Hands the next event to all.</summary>
    public void Tell(ProgressRow row)
    {
        lock (_lock)
        {
            if (row.Seq <= Cursor)
            {
                return;
            }

            Cursor = row.Seq;
            Remember(row);
            foreach (var watch in _watches)
            {
                watch.Tell(row);
            }
        }
    }

    /// <summary>Takes note of where generations stand that were under way before anybody watched.</summary>
    public void Know(IEnumerable<ProgressRow> rows)
    {
        lock (_lock)
        {
            foreach (var row in rows)
            {
                if (!_open.TryGetValue(row.GenerationId, out var known) || known.Row.Seq <= row.Seq)
                {
                    Remember(row);
                }
            }
        }
    }

    public void Tick(Guid generationId, int percent)
    {
        lock (_lock)
        {
            // A tick that comes late says less than the stage that was reached.
            if (
                _open.TryGetValue(generationId, out var open)
                && open.Row.State == GenerationState.Generating.ToWire()
                && percent > open.Row.Progress
            )
            {
                var row = Now(open);
                foreach (var watch in _watches)
                {
                    watch.Tick(row, percent);
                }
            }
        }
    }

    public void Preview(ShownPreview preview)
    {
        lock (_lock)
        {
            // What is on its way to its end shows its picture soon.
            if (
                _open.TryGetValue(preview.GenerationId, out var open)
                && open.Row.State == GenerationState.Generating.ToWire()
            )
            {
                var row = Now(open);
                foreach (var watch in _watches)
                {
                    watch.Preview(row, preview);
                }
            }
        }
    }

    private ProgressRow Now((ProgressRow Row, long ReadAt) open) =>
        open.Row with
        {
            Elapsed = open.Row.Elapsed + time.GetElapsedTime(open.ReadAt).TotalSeconds,
        };

    private void Remember(ProgressRow row)
    {
        if (GenerationStates.TryParse(row.State)?.IsTerminal() == true)
        {
            _open.Remove(row.GenerationId);
        }
        else
        {
            _open[row.GenerationId] = (row, time.GetTimestamp());
        }
    }
}
