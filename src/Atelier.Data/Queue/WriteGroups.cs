namespace Atelier.Data.Queue;

/// <summary>
/// Collects what many want to write at once into one transaction. Who comes while nothing is being written does not wait; who
/// comes meanwhile goes with the next group, which starts when the one before has ended, when it is full, or after 5 ms. What many
/// want to read shares a round trip the same way.
/// </summary>
/// <param name="writeOne">Writes one by itself.</param>
/// <param name="writeAll">Writes two or more, all or nothing, with an outcome for each in their order.</param>
/// <param name="evenAlone">Whether one that comes alone is written as a group too; for tests.</param>
/// <param name="apart">Whether what failed in a group should be tried by itself: nothing of the group was written.</param>
internal sealed class WriteGroups<TItem, TOutcome>(
    Func<TItem, Task<TOutcome>> writeOne,
    Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TOutcome>>> writeAll,
    Func<Exception, bool> apart,
    TimeProvider time,
    bool evenAlone = false
) : IDisposable
{
    /// <summary>Items of a group at most.</summary>
    public const int Most = 32;

    /// <summary>Groups under way at most: while the database is slow they must not take every connection.</summary>
    public const int MostUnderWay = 4;

    /// <summary>How long the first of a group waits at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private List<Waiting> _waiting = [];
    private ITimer? _timer;
    private int _writing;
    private bool _late;

    /// <summary>Writes an item with others; ends when it is written, and is not canceled meanwhile.</summary>
    public Task<TOutcome> WriteAsync(TItem item)
    {
        var waiting = new Waiting(item);
        lock (_lock)
        {
            _waiting.Add(waiting);
            if (_writing == 0 || _waiting.Count == Most)
            {
                Begin();
            }
            else if (_waiting.Count == 1)
            {
                _timer ??= time.CreateTimer(_ => OnTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(Longest, Timeout.InfiniteTimeSpan);
            }
        }

        return waiting.Outcome.Task;
    }

    public void Dispose() => _timer?.Dispose();

    private void OnTime()
    {
        lock (_lock)
        {
            Begin();
        }
    }

    // The lock is held.
    private void Begin()
    {
        _late = _waiting.Count > 0 && _writing == MostUnderWay;
        if (_waiting.Count == 0 || _late)
        {
            return;
        }

        var group = _waiting[..Math.Min(Most, _waiting.Count)];
        _waiting = _waiting[group.Count..];
        _late = _waiting.Count > 0;
        _writing++;
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _ = Task.Run(() => WriteAsync(group));
    }

    private async Task WriteAsync(List<Waiting> group)
    {
        await WriteGroupAsync(group);
        lock (_lock)
        {
            if (--_writing == 0 || _late)
            {
                Begin();
            }
        }
    }

    private async Task WriteGroupAsync(List<Waiting> group)
    {
        if (group.Count == 1 && !evenAlone)
        {
            await WriteOneAsync(group[0]);
            return;
        }

        try
        {
            var outcomes = await writeAll(group.ConvertAll(waiting => waiting.Item));
            for (var index = 0; index < group.Count; index++)
            {
                group[index].Outcome.SetResult(outcomes[index]);
            }
        }
        catch (Exception exception) when (apart(exception))
        {
            // One of them is at fault: the others must not fail with it.
            await Task.WhenAll(group.Select(WriteOneAsync));
        }
        catch (Exception exception)
        {
            group.ForEach(waiting => waiting.Outcome.SetException(exception));
        }
    }

    private async Task WriteOneAsync(Waiting waiting)
    {
        try
        {
            waiting.Outcome.SetResult(await writeOne(waiting.Item));
        }
        catch (Exception exception)
        {
            waiting.Outcome.SetException(exception);
        }
    }

    private sealed record Waiting(TItem Item)
    {
        public TaskCompletionSource<TOutcome> Outcome { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
