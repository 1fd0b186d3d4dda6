using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires.LegNext;

/// <summary>A job: what it makes, what it costs, and how often it was asked for.</summary>
internal sealed class LegNextJob(string id, LegNextShape shape, DateTimeOffset createdAt, FaultRule? fault)
    : EmulatedTask(id, shape.Name, createdAt, fault)
{
    private const int VanishedFree = 1;
    private const int VanishedBilled = 2;

    private int _polls;
    private int _expiries;
    private int _vanished;

    public LegNextShape Shape => shape;

    public required int Call { get; init; }

    public required string BaseUrl { get; init; }

    public required MidjourneyFlags Flags { get; init; }

    public required int Points { get; init; }

    public required long Seed { get; init; }

    public required (int Width, int Height) Size { get; init; }

    public Uri? Callback { get; init; }

    public bool Vanished => Volatile.Read(ref _vanished) != 0;

    /// <summary>Whether its points are taken when it ends.</summary>
    public bool IsBilled =>
        Volatile.Read(ref _vanished) switch
        {
            0 => Stage == TaskStage.Done || Fault is { Action: FaultAction.FailedTask, Billed: true },
            var vanished => vanished == VanishedBilled,
        };

    /// <summary>URLs given out before the last expiry are dead.</summary>
    public int UrlAge => Volatile.Read(ref _expiries);

    public string Status =>
        Stage switch
        {
            TaskStage.Done => "completed",
            TaskStage.Failed => "failed",
            _ => Volatile.Read(ref _polls) switch
            {
                0 => "pending",
                1 => "staged",
                _ => "processing",
            },
        };

    /// <summary>Each poll moves a running job on: staged, then processing.</summary>
    public void Poll() => Interlocked.Increment(ref _polls);

    public void Expire() => Interlocked.Increment(ref _expiries);

    /// <summary>Unknown from now on, and billed or not; what came first stays.</summary>
    public void Vanish(bool billed) =>
        Interlocked.CompareExchange(ref _vanished, billed ? VanishedBilled : VanishedFree, 0);
}
