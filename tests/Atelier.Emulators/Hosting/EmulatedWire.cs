using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Wires;

namespace Atelier.Emulators.Hosting;

/// <summary>One emulated provider: what it received, sent and billed, and how it shall misbehave.</summary>
public sealed class EmulatedWire : IDisposable
{
    private readonly EmulatorOptions _options;
    private readonly TaskPace _pace;
    private WireRun _run;

    internal EmulatedWire(IWire wire, EmulatorOptions options)
    {
        Wire = wire;
        _options = options;
        _pace = new TaskPace(options.TaskDuration ?? TimeSpan.Zero) { Duration = options.TaskDuration };
        _run = NewRun();
    }

    /// <summary>As in <c>/_control/{id}</c>.</summary>
    public string Id => Wire.Id;

    /// <summary>Adapters append the versioned path; without a slash at the end.</summary>
    public Uri BaseUrl { get; internal set; } = null!;

    public Bill Bill => Run.Bill.Snapshot();

    public IReadOnlyList<ReceivedCall> Calls => Run.Calls.Snapshot();

    public IReadOnlyList<Violation> Violations => Run.Violations.Snapshot();

    public IReadOnlyList<SentPicture> Pictures => Run.Pictures.Snapshot();

    public IReadOnlyList<SentCallback> Callbacks => Run.Callbacks.Sent.Snapshot();

    public IReadOnlyList<FaultState> Faults => Run.Faults.Snapshot();

    /// <summary>Tasks that still run.</summary>
    public int RunningTasks => Run.Tasks.Running().Count;

    /// <summary>The most tasks that ran at the same time since the last reset: a lane as its provider sees it.</summary>
    public int MostTasksAtOnce => Run.Tasks.MostAtOnce;

    /// <summary>How long new work takes; null holds it until <see cref="FinishTasks"/>.</summary>
    public TimeSpan? TaskDuration
    {
        get => _pace.Duration;
        set => _pace.Duration = value;
    }

    internal IWire Wire { get; }

    internal WireRun Run => Volatile.Read(ref _run);

    /// <exception cref="EmulatorException">A rule that could never be played; none is added.</exception>
    public void AddFaults(params IReadOnlyCollection<FaultRule> rules)
    {
        foreach (var rule in rules)
        {
            FaultRuleCheck.Check(rule, Wire);
        }

        Run.Faults.Add(rules);
    }

    public void ClearFaults() => Run.Faults.Clear();

    /// <summary>Ends all running work now; the number of tasks it ended.</summary>
    public int FinishTasks() => Run.Tasks.FinishAll();

    /// <summary>Completes when at least that many calls came in since the last reset.</summary>
    public Task WaitForCallsAsync(int count, CancellationToken cancellationToken) =>
        Run.Calls.WaitForReceivedAsync(count, cancellationToken);

    /// <summary>Completes when at least that many calls ended, whether answered, cut or left.</summary>
    public Task WaitForEndedCallsAsync(int count, CancellationToken cancellationToken) =>
        Run.Calls.WaitForEndedAsync(count, cancellationToken);

    /// <summary>Forgets everything; requests under way are cut.</summary>
    public void Reset()
    {
        _pace.Duration = _options.TaskDuration;
        Interlocked.Exchange(ref _run, NewRun()).Dispose();
    }

    public void Dispose() => Run.Dispose();

    private WireRun NewRun()
    {
        var run = new WireRun(_options.Time, _pace);
        run.Tasks.Ended = task => Wire.OnEnded(run, task);
        return run;
    }
}
