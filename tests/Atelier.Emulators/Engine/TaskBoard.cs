using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Engine;

/// <summary>The tasks of a wire and when they end: after the pace's duration, or when somebody says so.</summary>
internal sealed class TaskBoard(TimeProvider time, TaskPace pace) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, EmulatedTask> _tasks = [];
    private bool _closed;
    private int _running;
    private int _mostAtOnce;

    /// <summary>Called once per task, outside the lock, when it ended.</summary>
    public Action<EmulatedTask>? Ended { get; set; }

    /// <summary>The most tasks that ever ran at the same time.</summary>
    public int MostAtOnce
    {
        get
        {
            lock (_lock)
            {
                return _mostAtOnce;
            }
        }
    }

    public IReadOnlyList<EmulatedTask> Running()
    {
        lock (_lock)
        {
            return [.. _tasks.Values.Where(task => task.Stage == TaskStage.Running)];
        }
    }

    public IReadOnlyList<EmulatedTask> All()
    {
        lock (_lock)
        {
            return [.. _tasks.Values];
        }
    }

    /// <summary>Ends a running task without a result; false when it has ended already.</summary>
    public bool Stop(EmulatedTask task) => End(task, stop: true);

    public EmulatedTask? Find(string id)
    {
        lock (_lock)
        {
            return _tasks.GetValueOrDefault(id);
        }
    }

    public void Add(EmulatedTask task)
    {
        var duration = pace.Duration;
        lock (_lock)
        {
            if (_closed)
            {
                task.Drop();
                return;
            }

            _tasks.Add(task.Id, task);
            _mostAtOnce = Math.Max(_mostAtOnce, ++_running);
            if (duration > TimeSpan.Zero)
            {
                task.Timer = time.CreateTimer(_ => End(task), null, duration.Value, Timeout.InfiniteTimeSpan);
            }
        }

        if (duration == TimeSpan.Zero)
        {
            End(task);
        }
    }

    /// <summary>Ends this task now, if it runs.</summary>
    public void Finish(EmulatedTask task) => End(task, stop: false);

    /// <summary>Ends every running task now.</summary>
    public int FinishAll()
    {
        var running = Running();
        foreach (var task in running)
        {
            End(task);
        }

        return running.Count;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var task in _tasks.Values)
            {
                task.Drop();
            }
        }
    }

    private bool End(EmulatedTask task, bool stop = false)
    {
        lock (_lock)
        {
            if (_closed || task.Stage != TaskStage.Running)
            {
                return false;
            }

            var failed = stop || task.Fault?.Action == FaultAction.FailedTask;
            task.End(failed ? TaskStage.Failed : TaskStage.Done, time.GetUtcNow());
            _running--;
        }

        Ended?.Invoke(task);
        task.TellEnded();
        return true;
    }
}
