using Atelier.Core.Errors;
using Atelier.Data.Events;
using Atelier.Engine.Events;
using Atelier.Engine.Sweeping;
using Atelier.Server.Setup;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Progress;

/// <summary>Lets streams of progress in, so many of an account, and ends those whose key, session or account has ended.</summary>
internal sealed partial class ProgressDesk(
    ProgressHub hub,
    StreamCredentialStore credentials,
    Patience patience,
    IOptions<ProgressOptions> options,
    TimeProvider time,
    ILogger<ProgressDesk> logger
) : PeriodicService(time)
{
    private const int RetrySeconds = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _counts = [];
    private readonly HashSet<ProgressSeat> _seats = [];

    protected override TimeSpan Pause => TimeSpan.FromSeconds(options.Value.RecheckSeconds);

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
            var seat = new ProgressSeat(credential, watch, Left);
            lock (_lock)
            {
                _seats.Add(seat);
            }

            seat.EndWith(patience.Stopping);
            return seat;
        }
        catch
        {
            GiveBack(credential.AccountId);
            throw;
        }
    }

    /// <summary>Looks once.</summary>
    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        ProgressSeat[] seats;
        lock (_lock)
        {
            seats = [.. _seats];
        }

        if (seats.Length == 0)
        {
            return;
        }

        foreach (
            var place in await credentials.EndedAsync(
                Array.ConvertAll(seats, seat => seat.Credential),
                cancellationToken
            )
        )
        {
            seats[place].Watch.End(WatchEnd.Revoked);
        }
    }

    protected override void Tell(Exception failure) => LogFailed(failure);

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

    private void Left(ProgressSeat seat)
    {
        lock (_lock)
        {
            if (!_seats.Remove(seat))
            {
                return;
            }
        }

        GiveBack(seat.Credential.AccountId);
    }

    [LoggerMessage(LogLevel.Warning, "Whether open streams may go on could not be looked up; looking again")]
    private partial void LogFailed(Exception exception);
}
