using Atelier.Core.Errors;

namespace Atelier.Server.Wall;

/// <summary>
/// Guesses under way by address on this node: never more than wrong ones are left to it, as far as this node knows, so that a burst
/// is not looked up as a whole before the first of it counts. The others wait, since one that is right makes room again.
/// </summary>
internal sealed class GuessPlaces(int most, TimeProvider time)
{
    private const int MostRemembered = 10_000;

    // Of one address: each is a request whose caller waits.
    private const int MostWaiting = 1_000;

    private const TaskCreationOptions WithoutTheLock = TaskCreationOptions.RunContinuationsAsynchronously;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, Address> _open = [];
    private readonly RecentMap<UInt128, Known> _known = new(MostRemembered);

    // Apart: an address that guessed once must not push out one that is closed.
    private readonly RecentMap<UInt128, DateTimeOffset> _closed = new(MostRemembered);

    /// <summary>Takes a place, which must be given back; waits while as many are under way as may be wrong.</summary>
    /// <param name="address">As a hash for one kind of guess.</param>
    /// <exception cref="AtelierException">Too many were wrong, or wait; it says when to come again.</exception>
    public Task TakeAsync(UInt128 address, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (ClosedFor(address) is { } closed)
            {
                return Task.FromException(Refused(closed));
            }

            if (!_open.TryGetValue(address, out var open))
            {
                _open[address] = open = new Address();
            }

            if (open.Waiting.Count == 0 && open.UnderWay < LeftOf(address))
            {
                open.UnderWay++;
                return Task.CompletedTask;
            }

            return open.Waiting.Count >= MostWaiting
                ? Task.FromException(Refused(Soon))
                : WaitAsync(open.Waiting.AddLast(new TaskCompletionSource(WithoutTheLock)), cancellationToken);
        }
    }

    /// <summary>Notes what is left after one that was wrong, before its place is given back.</summary>
    /// <param name="resetsIn">When all are left again.</param>
    public void Note(UInt128 address, int left, TimeSpan resetsIn)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + resetsIn;
            if (left == 0)
            {
                _closed.Set(address, until);
                _known.Remove(address);
            }
            else if (left < LeftOf(address))
            {
                // Answers of the database may come in another order than they were counted in.
                _known.Set(address, new Known(left, until));
            }
        }
    }

    public void GiveBack(UInt128 address)
    {
        lock (_lock)
        {
            var open = _open[address];
            open.UnderWay--;
            Serve(address, open);
            if (open.UnderWay == 0)
            {
                _open.Remove(address);
            }
        }
    }

    private void Serve(UInt128 address, Address open)
    {
        if (ClosedFor(address) is { } closed)
        {
            foreach (var waiter in open.Waiting)
            {
                waiter.SetException(Refused(closed));
            }

            open.Waiting.Clear();
        }

        while (open.Waiting.First is { } first && open.UnderWay < LeftOf(address))
        {
            open.Waiting.RemoveFirst();
            open.UnderWay++;
            first.Value.SetResult();
        }
    }

    private async Task WaitAsync(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        await using var leaving = cancellationToken.UnsafeRegister(_ => Leave(place, cancellationToken), null);
        await place.Value.Task;
    }

    // Whoever was served before it could leave has its place, and gives it back as always.
    private void Leave(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place.List is { } waiting)
            {
                waiting.Remove(place);
                place.Value.SetCanceled(cancellationToken);
            }
        }
    }

    // At least one, or nobody would be there to make room for those who wait.
    private int LeftOf(UInt128 address) =>
        _known.Find(address) is { Left: > 0 } known && known.Until > time.GetUtcNow() ? known.Left : most;

    private TimeSpan? ClosedFor(UInt128 address) =>
        _closed.Find(address) - time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : null;

    private static AtelierException Refused(TimeSpan time) =>
        new(ErrorCode.RateLimited, "Too many wrong keys or codes came from this address; try again later.")
        {
            RetryAfterSeconds = (int)Math.Ceiling(time.TotalSeconds),
        };

    private readonly record struct Known(int Left, DateTimeOffset Until);

    private sealed class Address
    {
        public int UnderWay { get; set; }

        public LinkedList<TaskCompletionSource> Waiting { get; } = [];
    }
}
