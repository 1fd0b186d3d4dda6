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
    private readonly StreamPlaces _places = new(options.Value.MaxConnections, "streams of progress");

    // Counted for themselves: who watches one generation after the other keeps nobody of the account from watching all.
    private readonly StreamPlaces _events = new(options.Value.MaxConnections, "streams of events");

    /// <summary>A place for one more stream; dispose it.</summary>
    /// <exception cref="AtelierException">The account has as many as it may.</exception>
    public async Task<ProgressSeat> SitAsync(
        StreamCredential credential,
        ProgressFilter filter,
        CancellationToken cancellationToken
    )
    {
        var place = _places.Take(credential.AccountId);
        try
        {
            var watch = await hub.WatchAsync(
                credential.AccountId,
                filter,
                options.Value.MostWaiting,
                cancellationToken
            );
            var seat = new ProgressSeat(watch, place);
            seat.EndWith(guard.Watch(credential, () => watch.End(WatchEnd.Revoked)), patience.Stopping);
            return seat;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>A place for a stream of the events of one generation; dispose it.</summary>
    /// <exception cref="AtelierException">The account has as many as it may.</exception>
    public IDisposable SitAtEvents(Guid accountId) => _events.Take(accountId);
}
