using Atelier.Core.Errors;
using Atelier.Data.Events;
using Atelier.Engine.Events;
using Atelier.Server.Setup;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Progress;

/// <summary>Lets streams of progress in, so many of an account.</summary>
internal sealed class ProgressDesk(
    ProgressHub hub,
    StreamGuard guard,
    Patience patience,
    IOptions<ProgressOptions> options
)
{
    private const int RetrySeconds = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _counts = [];

    /// <summary>A place for one more stream; dispose it.</summary>
    /// <exception cref="AtelierException">The account has as many as it may.</exception>
    public async Task<ProgressSeat> SitAsync(
        StreamCredential credential,
        ProgressFilter filter,
        CancellationToken cancellationToken
    )
    {
        Take(credential.AccountId);
        try
        {
            var watch = await hub.WatchAsync(
                credential.AccountId,
                filter,
                options.Value.MostWaiting,
                cancellationToken
            );
            var seat = new ProgressSeat(watch, () => GiveBack(credential.AccountId));
            seat.EndWith(guard.Watch(credential, () => watch.End(WatchEnd.Revoked)), patience.Stopping);
            return seat;
        }
        catch
        {
            GiveBack(credential.AccountId);
            throw;
        }
    }

    private void Take(Guid accountId)
    {
        lock (_lock)
        {
            var open = _counts.GetValueOrDefault(accountId);
            if (open >= options.Value.MaxConnections)
            {
                throw new AtelierException(
                    ErrorCode.RateLimited,
                    $"Your account has {open} streams of progress open, which is all it may; close one."
                )
                {
                    RetryAfterSeconds = RetrySeconds,
                };
            }

            _counts[accountId] = open + 1;
        }
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
}
