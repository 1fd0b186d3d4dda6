using System.Runtime.CompilerServices;
using Atelier.Core.States;
using Atelier.Data.Events;

namespace Atelier.Engine.Events;

/// <summary>
/// What one reader is told, in the order of the account's events: first what it missed, or where all stands, then what comes.
/// No event is told twice, and progress never falls.
/// </summary>
public sealed class ProgressReader(ProgressHub hub, ProgressStore store, ProgressTeller teller, TimeProvider time)
{
    private const int PageSize = 500;

    /// <summary>Whether the account has this generation.</summary>
    public Task<bool> HasAsync(Guid accountId, Guid generationId, CancellationToken cancellationToken) =>
        store.HasAsync(accountId, generationId, cancellationToken);

    /// <summary>Whether only one generation is watched, and nothing will ever come behind <paramref name="after"/>.</summary>
    public async Task<bool> IsOverAsync(ProgressWatch watch, long? after, CancellationToken cancellationToken) =>
        after is not null
        && watch.Filter.GenerationId is not null
        && (await store.StandingAsync(watch.AccountId, watch.Filter, cancellationToken)).Rows is [{ Seq: var seq } row]
        && seq <= after
        && GenerationStates.TryParse(row.State)!.Value.IsTerminal();

    /// <summary>Tells until the watch is over.</summary>
    /// <param name="after">The last event that the reader has; null tells where all stands instead.</param>
    /// <param name="quiet">After so long without news the reader is told so.</param>
    public async IAsyncEnumerable<ProgressFrame> ReadAsync(
        ProgressWatch watch,
        long? after,
        TimeSpan quiet,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var told = new Dictionary<Guid, int>();
        var last = 0L;
        await foreach (var (row, until) in MissedAsync(watch, after, told, cancellationToken))
        {
            last = row?.Seq ?? until;
            yield return new ProgressFrame(last, row is null ? null : teller.Stage(row, told));
        }

        while (true)
        {
            while (watch.TryRead(out var news))
            {
                if (news.Preview is { } preview)
                {
                    if (teller.Preview(news.Row, preview, told) is { } shown)
                    {
                        yield return new ProgressFrame(last, shown);
                    }
                }
                else if (news.Tick > 0)
                {
                    if (teller.Tick(news.Row, news.Tick, told) is { } tick)
                    {
                        yield return new ProgressFrame(last, tick);
                    }
                }
                else if (news.Row.Seq > last)
                {
                    last = news.Row.Seq;
                    yield return new ProgressFrame(last, teller.Stage(news.Row, told));
                }
            }

            switch (await WaitAsync(watch, quiet, cancellationToken))
            {
                case false:
                    yield break;
                case null:
                    yield return new ProgressFrame(last, null, Quiet: true);
                    break;
            }
        }
    }

    /// <summary>What was before the watch begins; at last no row, and up to which event that was all.</summary>
    private async IAsyncEnumerable<(ProgressRow? Row, long Until)> MissedAsync(
        ProgressWatch watch,
        long? after,
        Dictionary<Guid, int> told,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var standing = await hub.StandingAsync(watch, cancellationToken);
        // Of a house that was set back nothing more would come to a reader who has seen later events.
        var from = Math.Min(after ?? standing.Seq, standing.Seq);
        foreach (var row in standing.Rows)
        {
            if (after is null)
            {
                yield return (row, standing.Seq);
            }
            else if (row.Seq <= from)
            {
                teller.Know(row, told);
            }
        }

        // Nothing is kept for it before it has caught up; then what came while it read is read too.
        for (var until = standing.Seq; from < until || !watch.TryBegin(from); )
        {
            until = Math.Max(until, await store.LastAsync(watch.AccountId, cancellationToken));
            var page = await store.AfterAsync(watch.AccountId, watch.Filter, from, until, PageSize, cancellationToken);
            foreach (var row in page)
            {
                yield return (row, until);
            }

            if (watch.Ended != WatchEnd.None)
            {
                yield break;
            }

            from = page.Count == PageSize ? page[^1].Seq : until;
        }

        yield return (null, from);
    }

    // Null when it was quiet, false when it is over.
    private async Task<bool?> WaitAsync(ProgressWatch watch, TimeSpan quiet, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(quiet, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            return await watch.WaitAsync(any.Token) && watch.Ended == WatchEnd.None;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
