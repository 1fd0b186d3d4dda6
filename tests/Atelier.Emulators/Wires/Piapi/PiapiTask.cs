using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;

namespace Atelier.Emulators.Wires.Piapi;

/// <summary>A task: what it makes, what it costs, and how often it was asked for.</summary>
internal sealed class PiapiTask(string id, PiapiOrder order, DateTimeOffset createdAt, FaultRule? fault)
    : EmulatedTask(id, order.Shape.TaskType, createdAt, fault)
{
    private const int VanishedFree = 1;
    private const int VanishedBilled = 2;

    private int _polls;
    private int _expiries;
    private int _vanished;
    private volatile bool _stopped;

    public PiapiOrder Order => order;

    public required int Call { get; init; }

    public required string BaseUrl { get; init; }

    public required PiapiHabits Habits { get; init; }

    public bool Vanished => Volatile.Read(ref _vanished) != 0;

    /// <summary>Whether it can still be stopped.</summary>
    public bool IsPending => Stage == TaskStage.Running && Volatile.Read(ref _polls) < 2;

    /// <summary>Whether its price is taken when it ends.</summary>
    public bool IsBilled =>
        Volatile.Read(ref _vanished) switch
        {
            0 => Stage == TaskStage.Done || Fault is { Action: FaultAction.FailedTask, Billed: true },
            var vanished => vanished == VanishedBilled,
        };

    /// <summary>Addresses given out before the last expiry are dead.</summary>
    public int UrlAge => Volatile.Read(ref _expiries);

    public string Status
    {
        get
        {
            var word = Stage switch
            {
                TaskStage.Done => "completed",
                TaskStage.Failed => _stopped && Habits.SaysCancelled ? "cancelled" : "failed",
                _ => Volatile.Read(ref _polls) switch
                {
                    0 or 1 => "pending",
                    2 => "staged",
                    _ => "processing",
                },
            };
            return order.Shape.Capital ? char.ToUpperInvariant(word[0]) + word[1..] : word;
        }
    }

    /// <summary>Each question moves a running task on: pending, staged, processing.</summary>
    public void Poll() => Interlocked.Increment(ref _polls);

    /// <summary>Its end, when it comes, is because somebody wished so.</summary>
    public void MarkStopped() => _stopped = true;

    public void Expire() => Interlocked.Increment(ref _expiries);

    /// <summary>Unknown from now on, and billed or not; what came first stays.</summary>
    public void Vanish(bool billed) =>
        Interlocked.CompareExchange(ref _vanished, billed ? VanishedBilled : VanishedFree, 0);
}
