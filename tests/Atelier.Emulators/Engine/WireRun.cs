using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Engine;

/// <summary>
/// All state of a wire between two resets. A request keeps the run it began in, so that one still under way never
/// writes into the books of the next.
/// </summary>
internal sealed class WireRun : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public WireRun(TimeProvider time, TaskPace pace)
    {
        Stopped = _stop.Token;
        Tasks = new TaskBoard(time, pace);
        Callbacks = new CallbackSender(time, Stopped);
    }

    public BillBook Bill { get; } = new();

    public CallLog Calls { get; } = new();

    public FaultBook Faults { get; } = new();

    public Gathered<Violation> Violations { get; } = new();

    public Gathered<SentPicture> Pictures { get; } = new();

    public TaskBoard Tasks { get; }

    public CallbackSender Callbacks { get; }

    /// <summary>Ends hanging requests and pending callbacks.</summary>
    public CancellationToken Stopped { get; }

    public void Dispose()
    {
        _stop.Cancel();
        Tasks.Dispose();
        Callbacks.Dispose();
        _stop.Dispose();
    }
}
