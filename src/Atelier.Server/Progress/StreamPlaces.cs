using Atelier.Core.Errors;

namespace Atelier.Server.Progress;

/// <summary>Room for streams of one kind on this node, for each account so many.</summary>
/// <param name="most">Streams that an account may have open.</param>
/// <param name="name">What they are, in the plural, for those who are refused.</param>
internal sealed class StreamPlaces(int most, string name)
{
    private const int RetrySeconds = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _counts = [];

    /// <summary>Takes a place until it is disposed.</summary>
    /// <exception cref="AtelierException">The account has as many as it may.</exception>
    public IDisposable Take(Guid accountId)
    {
        lock (_lock)
        {
            var open = _counts.GetValueOrDefault(accountId);
            if (open >= most)
            {
                throw new AtelierException(
                    ErrorCode.RateLimited,
                    $"Your account has {open} {name} open, which is all it may; close one."
                )
                {
                    RetryAfterSeconds = RetrySeconds,
                };
            }

            _counts[accountId] = open + 1;
        }

        return new Place(this, accountId);
    }

    private void GiveBack(Guid accountId)
    {
        lock (_lock)
        {
            if (--_counts[accountId] == 0)
            {
                _counts.Remove(accountId);
            }
        }
    }

    private sealed class Place(StreamPlaces places, Guid accountId) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0)
            {
                places.GiveBack(accountId);
            }
        }
    }
}
