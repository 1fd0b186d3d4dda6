using Atelier.Data.Accounts;
using Atelier.Data.Erasing;
using Atelier.Data.Generations;
using Atelier.Engine.Changes;
using Atelier.Engine.Sweeping;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Accounts;

/// <summary>
/// Forgets accounts: ends their work, deletes their files, then their words. Every step can be repeated, so that a kill only
/// delays it; nodes take turns. Guests who stay away are forgotten the same way.
/// </summary>
public sealed partial class Eraser(
    ErasureStore erasures,
    ErasedFiles files,
    EndStore ends,
    ChangePublisher changes,
    TimeProvider time,
    ILogger<Eraser> logger
) : PeriodicService(time)
{
    private const int GuestsAtOnce = 100;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    /// <summary>Closes the account, wishes its work away, and leaves the rest to the rounds.</summary>
    /// <param name="confirm">Its name or id.</param>
    public async Task<ErasureOutcome> RequestAsync(
        Guid accountId,
        string confirm,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var outcome = await erasures.RequestAsync(accountId, confirm, actor, cancellationToken);
        if (outcome == ErasureOutcome.Requested)
        {
            await CancelAsync(accountId, cancellationToken);
        }

        return outcome;
    }

    /// <summary>One round over idle guests and everything that is due.</summary>
    /// <returns>How many accounts were erased.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var guest in await erasures.IdleGuestsAsync(GuestStore.Life, GuestsAtOnce, cancellationToken))
        {
            await erasures.RequestAsync(guest, confirm: null, Actor.Service, cancellationToken);
        }

        var erased = 0;
        while (await erasures.ClaimAsync(cancellationToken) is { } accountId)
        {
            erased += await AdvanceAsync(accountId, cancellationToken) ? 1 : 0;
        }

        return erased;
    }

    protected override TimeSpan Pause => TimeSpan.FromSeconds(30);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    /// <returns>Whether it is done; else it waits for its turn again.</returns>
    private async Task<bool> AdvanceAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await CancelAsync(accountId, cancellationToken);
        if (await erasures.IsQuietAsync(accountId, cancellationToken))
        {
            await files.DeleteAsync(accountId, cancellationToken);
            if (await erasures.FinishAsync(accountId, cancellationToken))
            {
                LogErased(accountId);
                return true;
            }
        }

        await erasures.PostponeAsync(accountId, Wait, cancellationToken);
        return false;
    }

    private async Task CancelAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var running = await erasures.RunningAsync(accountId, cancellationToken);
        foreach (var generation in running)
        {
            await ends.CancelAsync(generation, accountId, cancellationToken);
            changes.Publish(ChangeWord.Cancel(generation), ChangeWord.Generation(generation), ChangeWord.FollowUp);
        }

        if (running.Count > 0)
        {
            await erasures.DrainAsync(accountId, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Account {AccountId} is erased")]
    private partial void LogErased(Guid accountId);

    [LoggerMessage(LogLevel.Warning, "An account could not be erased; trying again")]
    private partial void LogFailed(Exception exception);
}
