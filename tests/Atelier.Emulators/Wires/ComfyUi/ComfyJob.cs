using System.Text.Json;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires.ComfyUi;

/// <summary>A workflow that waits, runs or has ended.</summary>
internal sealed class ComfyJob(string id, DateTimeOffset createdAt, FaultRule? fault)
    : EmulatedTask(id, "prompt", createdAt, fault)
{
    private int _gone;
    private int _interrupted;

    public required int Number { get; init; }

    public required JsonElement Graph { get; init; }

    public required string? Client { get; init; }

    public required int Pictures { get; init; }

    public required (int Width, int Height) Size { get; init; }

    /// <summary>Whether it was taken out of the queue, or the server has forgotten it.</summary>
    public bool Gone => Volatile.Read(ref _gone) != 0;

    public bool Interrupted => Volatile.Read(ref _interrupted) != 0;

    public void Forget() => Interlocked.Exchange(ref _gone, 1);

    public void Interrupt() => Interlocked.Exchange(ref _interrupted, 1);
}
