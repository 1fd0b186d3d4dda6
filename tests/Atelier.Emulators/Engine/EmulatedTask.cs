using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Engine;

/// <summary>Work that takes time: a job that is polled, or an answer that is waited for.</summary>
internal class EmulatedTask(string id, string operation, DateTimeOffset createdAt, FaultRule? fault)
{
    // One reference, so that nobody sees the end of a task without its time.
    private volatile Ending? _ending;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => id;

    public string Operation => operation;

    public DateTimeOffset CreatedAt => createdAt;

    public FaultRule? Fault => fault;

    public DateTimeOffset? EndedAt => _ending?.At;

    public TaskStage Stage => _ending?.Stage ?? TaskStage.Running;

    /// <summary>Completes when the work is done or failed; canceled by a reset.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Fires when it is due; set by the board.</summary>
    public ITimer? Timer { get; set; }

    public void End(TaskStage stage, DateTimeOffset at)
    {
        _ending = new Ending(stage, at);
        Timer?.Dispose();
    }

    public void TellEnded() => _ended.TrySetResult();

    public void Drop()
    {
        Timer?.Dispose();
        _ended.TrySetCanceled();
    }

    private sealed record Ending(TaskStage Stage, DateTimeOffset At);
}
