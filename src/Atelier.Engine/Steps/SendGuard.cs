using Atelier.Data.Attempts;
using Atelier.Engine.Waypoints;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Npgsql;

namespace Atelier.Engine.Steps;

/// <summary>
/// Lets one POST through, while its intent is young. Age is counted from before the intent was committed, by a clock that
/// does not stand still with the process.
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

    private int _asked;
    private int _passed;

    /// <summary>Whether anything may have been sent.</summary>
    public bool Passed => Volatile.Read(ref _passed) != 0;

    /// <summary>Whether nothing was sent because the intent had become too old.</summary>
    public bool TooLate { get; private set; }

    public async ValueTask BeforeSendAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _asked, 1) != 0)
        {
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
        if (!await MaySendAsync(cancellationToken) || time.GetElapsedTime(claimedAt) > Life)
        {
            throw await TooOldAsync();
        }

        Volatile.Write(ref _passed, 1);
    }

    public ValueTask AfterSendAsync(CancellationToken cancellationToken) =>
        waypoints.ReachAsync(Waypoint.Sent, generationId, cancellationToken);

    private async Task<bool> MaySendAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await facts.MaySendAsync(attemptId, Life, cancellationToken);
        }
        catch (NpgsqlException)
        {
            // Without the database nobody can say so, and the intent waits for nobody.
            return false;
        }
    }

    private async Task<ProviderException> TooOldAsync()
    {
        TooLate = true;
        // Nothing was sent, and nothing can be any more: without the note others know it too, should we not get to say so.
        await spool.TakeBackSendingAsync();
        return new(provider, FailureKind.NotSent, Charge.None, "The intent is too old to be sent.");
    }
}
