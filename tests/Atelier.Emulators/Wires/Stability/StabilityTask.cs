using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires.Stability;

/// <summary>A task of the creative upscaler or the relighter.</summary>
internal sealed class StabilityTask(string id, WireRequest request, StabilityOrder order, FaultRule? fault)
    : EmulatedTask(id, request.Operation, request.Now, fault)
{
    private const int VanishedFree = 1;
    private const int VanishedBilled = 2;

    private int _vanished;

    public int Call { get; } = request.Call;

    public StabilityOrder Order => order;

    public bool Vanished => Volatile.Read(ref _vanished) != 0;

    /// <summary>Whether its credits are taken when it ends. What failed is never billed there.</summary>
    public bool IsBilled =>
        Volatile.Read(ref _vanished) switch
        {
            0 => Stage == TaskStage.Done,
            var vanished => vanished == VanishedBilled,
        };

    /// <summary>Unknown from now on, and billed or not; what came first stays.</summary>
    public void Vanish(bool billed) =>
        Interlocked.CompareExchange(ref _vanished, billed ? VanishedBilled : VanishedFree, 0);
}
