using System.Collections.Concurrent;

namespace Atelier.Imaging.Reading;

/// <summary>
/// Pixels that may be decoded at a time, given out in the order of asking. Never ask for a second share while holding
/// one: both could wait for ever.
/// </summary>
internal sealed class PixelBudget(long maxPixels, int maxWaiting)
{
    /// <summary>What the smallest picture counts as: decoders have costs of their own, however few the pixels.</summary>
    internal const long LeastShare = 1_000_000;

    // A picture takes well under a second; a few seconds later a full queue has moved on.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    // Memory belongs to the process, as libvips does, so its bound cannot be each reader's own.
    private static readonly ConcurrentDictionary<(long, int), PixelBudget> Shared = new();

    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private readonly long _total = maxPixels;
    private long _free = maxPixels;

    /// <summary>The budget of this process: everyone with the same limits shares one.</summary>
    internal static PixelBudget Of(PictureReaderOptions options) =>
        Shared.GetOrAdd(
            (options.MaxPixelsInFlight, options.MaxWaiting),
            static limits => new PixelBudget(limits.Item1, limits.Item2)
        );

    /// <summary>Waits until so many are free; dispose gives them back. More than all counts as all.</summary>
    /// <exception cref="PicturesBusyException">The caller is not patient, and enough others wait.</exception>
    internal Task<IDisposable> TakeAsync(long pixels, Patience patience, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<IDisposable>(cancellationToken);

        var wanted = Math.Min(Math.Max(pixels, LeastShare), _total);
        lock (_lock)
        {
            if (_waiting.Count == 0 && wanted <= _free)
            {
                _free -= wanted;
                return Task.FromResult<IDisposable>(new Share(this, wanted));
            }

            return patience is Patience.Refuses && _waiting.Count >= maxWaiting
                ? Task.FromException<IDisposable>(new PicturesBusyException(RetryAfter))
                : WaitAsync(_waiting.AddLast(new Waiter(wanted)), cancellationToken);
        }
    }

    private async Task<IDisposable> WaitAsync(LinkedListNode<Waiter> place, CancellationToken cancellationToken)
    {
        await using var leaving = cancellationToken.UnsafeRegister(_ => Leave(place, cancellationToken), null);
        return await place.Value.Turn.Task;
    }

    // Whoever was served before it could leave has its share, and gives it back as always.
    private void Leave(LinkedListNode<Waiter> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place.List is null)
                return;
            _waiting.Remove(place);
            place.Value.Turn.SetCanceled(cancellationToken);
            Serve();
        }
    }

    private void GiveBack(long pixels)
    {
        lock (_lock)
        {
            _free += pixels;
            Serve();
        }
    }

    // First come, first served, or a large picture would starve behind small ones.
    private void Serve()
    {
        while (_waiting.First is { } first && first.Value.Wanted <= _free)
        {
            _waiting.RemoveFirst();
            _free -= first.Value.Wanted;
            first.Value.Turn.SetResult(new Share(this, first.Value.Wanted));
        }
    }

    private sealed record Waiter(long Wanted)
    {
        // Its continuations must not run under the lock.
        internal TaskCompletionSource<IDisposable> Turn { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Share(PixelBudget budget, long pixels) : IDisposable
    {
        private bool _returned;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _returned, true))
                budget.GiveBack(pixels);
        }
    }
}
