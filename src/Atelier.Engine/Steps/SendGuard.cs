using Atelier.Data.Attempts;
using Atelier.Engine.Waypoints;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Npgsql;

namespace Atelier.Engine.Steps;

/// <summary>
/// Lets one POST through, while its intent is young. Age is counted from before the intent was committed, by a clock that
/// does not stand still with the process. What is sent may take longer to prepare: then the intent is committed anew.
/// </summary>
internal sealed class SendGuard(
    string provider,
    Guid generationId,
    Guid attemptId,
    BlobSpool spool,
    FactStore facts,
    long claimedAt,
    IWaypoints waypoints,
    TimeProvider time
) : ISendGuard
{
    /// <summary>The oldest an intent may be when its POST begins.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(5);

    // Younger than this an intent has time enough to be sent, and is left as it is.
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(1);

    private const int Unasked = 0;
    private const int Asked = 1;
    private const int Sending = 2;
    private const int Forbidden = 3;

    private string? _key;
    private long _intendedAt = claimedAt;
    private int _state;

    /// <summary>Whether anything may have been sent.</summary>
    public bool Passed => Volatile.Read(ref _state) == Sending;

    /// <summary>Whether nothing was sent, and nothing will be, because the intent had become too old or its call was never ready.</summary>
    public bool TooLate => Volatile.Read(ref _state) == Forbidden;

    public async ValueTask ReadyAsync(CancellationToken cancellationToken)
    {
        // From before the commit, so that no intent looks younger than it is.
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_intendedAt, now) <= Young)
        {
            return;
        }

        try
        {
            if (await facts.RenewIntentAsync(attemptId, cancellationToken))
            {
                _intendedAt = now;
            }
        }
        catch (NpgsqlException)
        {
            // It stays as old as it is.
        }
    }

    /// <summary>Forbids to send what nobody has asked to send yet; false when somebody has.</summary>
    public bool GiveUp() => Interlocked.CompareExchange(ref _state, Forbidden, Unasked) == Unasked;

    public void SendWith(string key) => _key = key;

    public async ValueTask BeforeSendAsync(CancellationToken cancellationToken)
    {
        switch (Interlocked.CompareExchange(ref _state, Asked, Unasked))
        {
            case Unasked:
                break;
            case Forbidden:
                throw TooOld();
            default:
                // Of the first nobody knows here; that nothing more goes out is all that is certain.
                throw new ProviderException(
                    provider,
                    FailureKind.Lost,
                    Charge.Unknown,
                    "One intent, one POST: it was sent already."
                );
        }

        await spool.NoteSendingAsync(cancellationToken);
        await waypoints.ReachAsync(Waypoint.Sending, generationId, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        // Asked after the note: whoever gave this intent up without having seen the note did so before, and it shows here. The
        // age last of all: whatever held us up before it, the intent's time ran. So where no note of a sending lies when that
        // time is over, nothing was sent, and nothing will be.
        if (!await MaySendAsync(cancellationToken) || time.GetElapsedTime(_intendedAt) > Life)
        {
            throw await TooOldAsync();
        }

        Volatile.Write(ref _state, Sending);
    }

    public ValueTask AfterSendAsync(CancellationToken cancellationToken) =>
        waypoints.ReachAsync(Waypoint.Sent, generationId, cancellationToken);

    private async Task<bool> MaySendAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await facts.MaySendAsync(attemptId, Life, _key, cancellationToken);
        }
        catch (NpgsqlException)
        {
            // Without the database nobody can say so, and the intent waits for nobody.
            return false;
        }
    }

    private async Task<ProviderException> TooOldAsync()
    {
        Volatile.Write(ref _state, Forbidden);
        // Nothing was sent, and nothing can be any more: without the note others know it too, should we not get to say so.
        await spool.TakeBackSendingAsync();
        return TooOld();
    }

    private ProviderException TooOld() =>
        new(provider, FailureKind.NotSent, Charge.None, "The intent is too old to be sent.");
}
