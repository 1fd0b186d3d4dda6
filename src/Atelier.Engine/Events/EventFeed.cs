using System.Runtime.CompilerServices;
using Atelier.Core.States;
using Atelier.Data.Events;
using Atelier.Engine.Changes;

namespace Atelier.Engine.Events;

/// <summary>The events of a generation as they come, to its end.</summary>
public sealed class EventFeed(EventStore events, ChangeHub hub, TimeProvider time)
{
    /// <summary>Events behind <paramref name="after"/>, in order; null after <paramref name="quiet"/> without one. Ends with the
    /// terminal event, or when <paramref name="giveUp"/> is cancelled.</summary>
    public async IAsyncEnumerable<EventRow?> ReadAsync(
        Guid accountId,
        Guid generationId,
        long after,
        TimeSpan quiet,
        CancellationToken giveUp,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var change = hub.Subscribe(ChangeWord.Generation(generationId));
        var last = after;
        var since = time.GetTimestamp();
        while (true)
        {
            // Asked before the events are read: an end that comes in between is seen in the next round.
            var ended = await events.HasEndedAsync(generationId, cancellationToken);
            foreach (var row in await events.AfterAsync(accountId, generationId, last, cancellationToken))
            {
                last = row.Seq;
                since = time.GetTimestamp();
                yield return row;
                ended |= GenerationStates.TryParse(row.State)!.Value.IsTerminal();
            }

            if (ended || giveUp.IsCancellationRequested)
            {
                yield break;
            }

            await change.WaitAsync(hub.Poll, time, giveUp, cancellationToken);
            if (time.GetElapsedTime(since) >= quiet)
            {
                since = time.GetTimestamp();
                yield return null;
            }
        }
    }

    /// <summary>Whether nothing will ever come behind <paramref name="after"/>.</summary>
    public async Task<bool> IsOverAsync(
        Guid accountId,
        Guid generationId,
        long after,
        CancellationToken cancellationToken
    ) =>
        await events.HasEndedAsync(generationId, cancellationToken)
        && (await events.AfterAsync(accountId, generationId, after, cancellationToken)).Count == 0;
}
