namespace Atelier.Emulators.Engine;

/// <summary>Every request since the last reset, and a signal for those who wait for one.</summary>
internal sealed class CallLog
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedCall> _calls = [];
    private TaskCompletionSource _changed = NewSignal();
    private int _ended;

    public IReadOnlyList<ReceivedCall> Snapshot()
    {
        lock (_lock)
        {
            return [.. _calls];
        }
    }

    public int Add(Func<int, ReceivedCall> call)
    {
        lock (_lock)
        {
            var number = _calls.Count + 1;
            _calls.Add(call(number));
            Signal();
            return number;
        }
    }

    public void Fault(int number, string fault)
    {
        lock (_lock)
        {
            _calls[number - 1] = _calls[number - 1] with { Fault = fault };
        }
    }

    /// <summary>A later end of the same call replaces the first: an answer whose client left.</summary>
    public void End(int number, int? status, string outcome)
    {
        lock (_lock)
        {
            _ended += _calls[number - 1].Outcome is null ? 1 : 0;
            _calls[number - 1] = _calls[number - 1] with { Status = status, Outcome = outcome };
            Signal();
        }
    }

    public Task WaitForReceivedAsync(int count, CancellationToken cancellationToken) =>
        WaitAsync(() => _calls.Count >= count, cancellationToken);

    public Task WaitForEndedAsync(int count, CancellationToken cancellationToken) =>
        WaitAsync(() => _ended >= count, cancellationToken);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WaitAsync(Func<bool> reached, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (reached())
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.TrySetResult();
    }
}
