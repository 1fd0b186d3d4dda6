using System.Collections.Concurrent;
using Atelier.Engine.Changes;

namespace Atelier.Engine.Events;

/// <summary>How far providers said they are, as this node heard it: in memory alone, and forgotten at the end.</summary>
public sealed class TickBook
{
    // Of generations whose end nobody here watches; the oldest go when there are more.
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<Guid, int> _percents = new();
    private readonly ConcurrentQueue<Guid> _order = new();

    public TickBook(ChangeHub hub) => hub.Ticked += Note;

    /// <summary>The highest tick of a generation in percent of our timeline; 0 for none.</summary>
    public int Of(Guid generationId) => _percents.GetValueOrDefault(generationId);

    public void Forget(Guid generationId) => _percents.TryRemove(generationId, out _);

    private void Note(Guid generationId, int percent)
    {
        if (_percents.TryAdd(generationId, percent))
        {
            _order.Enqueue(generationId);
            while (_order.Count > Most && _order.TryDequeue(out var oldest))
            {
                _percents.TryRemove(oldest, out _);
            }

            return;
        }

        _percents.AddOrUpdate(generationId, percent, (_, before) => Math.Max(before, percent));
    }
}
