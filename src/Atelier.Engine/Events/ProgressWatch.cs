using System.Threading.Channels;
using Atelier.Data.Events;
using Atelier.Engine.Previews;

namespace Atelier.Engine.Events;

/// <summary>One reader of an account's progress. What comes is kept for it until there is too much; dispose it.</summary>
public sealed class ProgressWatch : IDisposable
{
    private readonly Channel<(ProgressRow Row, int Tick, ShownPreview? Preview)> _news;
    private readonly AccountWatches _account;
    private readonly int _capacity;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _end;

    // Beyond all events: nothing is kept yet.
    private long _from = long.MaxValue;

    internal ProgressWatch(AccountWatches account, ProgressFilter filter, int capacity)
    {
        (_account, Filter, _capacity) = (account, filter, capacity);
        _news = Channel.CreateBounded<(ProgressRow, int, ShownPreview?)>(
            new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
        );
    }

    public ProgressFilter Filter { get; }

    public Guid AccountId => _account.AccountId;

    /// <summary>
    /// The reader has all up to this event: what follows is kept for it from now on. False when more has come meanwhile, which it
    /// must read for itself first: whoever reads an old past must not be buried under what is new.
    /// </summary>
    public bool TryBegin(long seq) => _account.Begin(this, seq);

    /// <summary>Why it is over.</summary>
    public WatchEnd Ended => (WatchEnd)Volatile.Read(ref _end);

    /// <summary>Is done when it is over, for a reader that waits for something else.</summary>
    public Task Over => _over.Task;

    /// <summary>Ends it: the reader stops at the next look. The first reason stays.</summary>
    public void End(WatchEnd why)
    {
        Interlocked.CompareExchange(ref _end, (int)why, (int)WatchEnd.None);
        _news.Writer.TryComplete();
        _over.TrySetResult();
    }

    /// <summary>Waits for news; false when it is over.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        _news.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>The next event; a tick's percent beside, or 0, and a preview, or null.</summary>
    internal bool TryRead(out (ProgressRow Row, int Tick, ShownPreview? Preview) news)
    {
        news = default;
        return Ended == WatchEnd.None && _news.Reader.TryRead(out news);
    }

    // Under the account's lock, as all that follows.
    internal void Begin(long seq) => _from = seq;

    internal void Tell(ProgressRow row)
    {
        if (row.Seq > _from && Filter.Takes(row) && !_news.Writer.TryWrite((row, 0, null)))
        {
            End(WatchEnd.Slow);
        }
    }

    internal void Tick(ProgressRow row, int percent) => Offer(row, percent, null);

    internal void Preview(ProgressRow row, ShownPreview preview) => Offer(row, 0, preview);

    // One that is behind can do without.
    private void Offer(ProgressRow row, int percent, ShownPreview? preview)
    {
        if (_from < long.MaxValue && Filter.Takes(row) && _news.Reader.Count < _capacity / 2)
        {
            _news.Writer.TryWrite((row, percent, preview));
        }
    }

    public void Dispose()
    {
        End(WatchEnd.Gone);
        _account.Leave(this);
    }
}
