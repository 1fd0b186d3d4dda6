using Atelier.Providers.Failures;

namespace Atelier.Providers.Keys;

/// <summary>
/// Whose turn it is: smooth weighted round robin over the keys that are not set aside. Known to this node alone; another one finds out
/// by a call that costs nothing.
/// </summary>
internal sealed class KeyRota
{
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLimit = TimeSpan.FromMinutes(10);

    // Somebody has to act, and may have done so by then.
    private static readonly TimeSpan LongAside = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Seat[] _seats;
    private long _ticket;

    public KeyRota(IReadOnlyList<ProviderKey> keys, TimeProvider time)
    {
        _time = time;
        _seats = [.. keys.Select(key => new Seat(key))];
    }

    /// <summary>Why a key is set aside for this failure; null when the failure says nothing of the key.</summary>
    public static KeyState? StateOf(ProviderException failure) =>
        failure.Kind switch
        {
            FailureKind.Unauthorized => KeyState.Refused,
            FailureKind.OutOfCredits => KeyState.Empty,
            FailureKind.RateLimited => KeyState.Limited,
            _ => null,
        };

    /// <summary>The key of the next call; where all are set aside, the one that comes back first.</summary>
    /// <returns>The key, and a ticket for <see cref="Worked"/>.</returns>
    public (ProviderKey Key, long Ticket) Take()
    {
        lock (_lock)
        {
            var free = _seats.Where(IsFree).ToList();
            return ((free.Count == 0 ? Soonest() : Next(free)).Key, ++_ticket);
        }
    }

    /// <summary>A key that works as far as is known, without its taking a turn.</summary>
    public ProviderKey Steady()
    {
        lock (_lock)
        {
            return (_seats.FirstOrDefault(IsFree) ?? Soonest()).Key;
        }
    }

    /// <summary>Leaves a key alone for a while.</summary>
    /// <returns>For how long.</returns>
    public TimeSpan SetAside(ProviderKey key, KeyState state, TimeSpan? retryAfter)
    {
        var pause = state == KeyState.Limited ? Within(retryAfter ?? UsualLimit) : LongAside;
        lock (_lock)
        {
            var seat = SeatOf(key);
            // The later end counts: calls that were under way together fail one after the other.
            if (pause >= LeftOf(seat))
            {
                (seat.State, seat.Since, seat.Pause, seat.Ticket) = (state, _time.GetTimestamp(), pause, ++_ticket);
            }
        }

        return pause;
    }

    /// <summary>A call was taken: unless the key was set aside after that call began, it is not any more.</summary>
    public void Worked(ProviderKey key, long ticket)
    {
        lock (_lock)
        {
            if (SeatOf(key) is var seat && seat.Ticket < ticket)
            {
                seat.Pause = TimeSpan.Zero;
            }
        }
    }

    /// <summary>What is left on a key's account: with nothing it is set aside, with more than before it is empty no longer.</summary>
    public void NoteBalance(ProviderKey key, decimal? dollars)
    {
        lock (_lock)
        {
            var seat = SeatOf(key);
            if (dollars > seat.BalanceUsd && seat.State == KeyState.Empty)
            {
                seat.Pause = TimeSpan.Zero;
            }

            seat.BalanceUsd = dollars;
            if (dollars <= 0)
            {
                (seat.State, seat.Since, seat.Pause, seat.Ticket) = (
                    KeyState.Empty,
                    _time.GetTimestamp(),
                    LongAside,
                    ++_ticket
                );
            }
        }
    }

    /// <summary>Whether others than this key take calls now, and when the first that is only one call too many comes back; null when none is.</summary>
    public (bool OthersGoOn, TimeSpan? Limited) Outlook(ProviderKey key)
    {
        lock (_lock)
        {
            return (
                _seats.Any(seat => seat.Key != key && IsFree(seat)),
                _seats
                    .Where(seat => seat.Key.Weight > 0 && seat.State == KeyState.Limited)
                    .Select(seat => (TimeSpan?)LeftOf(seat))
                    .Min()
            );
        }
    }

    /// <summary>How all of them stand, in their order.</summary>
    public IReadOnlyList<KeyStanding> Standings()
    {
        lock (_lock)
        {
            return
            [
                .. _seats.Select(seat =>
                    LeftOf(seat) is var left && left > TimeSpan.Zero ? StandingOf(seat, seat.State, left)
                    : seat.Key.Weight == 0 ? StandingOf(seat, KeyState.Draining, left)
                    : StandingOf(seat, KeyState.Used, left)
                ),
            ];
        }
    }

    private static KeyStanding StandingOf(Seat seat, KeyState state, TimeSpan left) =>
        new(seat.Key.Mark, seat.Key.Weight, state, left, seat.BalanceUsd);

    private static TimeSpan Within(TimeSpan pause) =>
        pause < LeastLimit ? LeastLimit
        : pause > LongestLimit ? LongestLimit
        : pause;

    // Each moves up by its weight; who is foremost goes back by all of them.
    private static Seat Next(List<Seat> free)
    {
        foreach (var seat in free)
        {
            seat.Place += seat.Key.Weight;
        }

        var next = free.MaxBy(seat => seat.Place)!;
        next.Place -= free.Sum(seat => seat.Key.Weight);
        return next;
    }

    private Seat Soonest() =>
        _seats
            .Where(seat => seat.Key.Weight > 0)
            .OrderBy(seat => seat.State == KeyState.Limited ? 0 : 1)
            .ThenBy(LeftOf)
            .First();

    private bool IsFree(Seat seat) => seat.Key.Weight > 0 && LeftOf(seat) == TimeSpan.Zero;

    private TimeSpan LeftOf(Seat seat)
    {
        var left = seat.Pause - _time.GetElapsedTime(seat.Since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private Seat SeatOf(ProviderKey key) => _seats.First(seat => seat.Key == key);

    private sealed class Seat(ProviderKey key)
    {
        public ProviderKey Key => key;

        public long Place { get; set; }

        public KeyState State { get; set; }

        public long Since { get; set; }

        public TimeSpan Pause { get; set; }

        public long Ticket { get; set; }

        public decimal? BalanceUsd { get; set; }
    }
}
